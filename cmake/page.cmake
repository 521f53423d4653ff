# The pages (web/), as texts in the program.

# The modules of the page's script; a module imports from those before it only.
set(RDA_PAGE_MODULES dom.js format.js data.js colours.js chart.js scale.js lenses.js changes.js bars.js shares.js verdict.js geometry.js draw.js chain.js
                     table.js chain_list.js details.js
                     floorplan.js span.js gantt.js results.js chain_map.js step.js run_chain.js activities.js what_if.js network.js why.js time.js roofline_chart.js roofline.js
                     cost.js inputs.js unrolled.js weights_map.js mapping.js against_step.js against_figures.js against.js run.js copy.js sweep_data.js scatter.js
                     parallel.js designs.js sweep.js gpu_choice.js gpu_sources.js gpu_launches.js gpu_times.js gpu_kernels.js
                     gpu_differences.js gpu.js tabs.js main.js)

# rda_page(module): gives the module the functions of src/page/source.h.
function(rda_page module)
  set(source ${CMAKE_BINARY_DIR}/page_source.cpp)
  set(web ${PROJECT_SOURCE_DIR}/web)
  list(TRANSFORM RDA_PAGE_MODULES PREPEND ${web}/ OUTPUT_VARIABLE scripts)
  add_custom_command(
    OUTPUT ${source}
    COMMAND ${CMAKE_COMMAND} -D FRAME=${web}/page.html -D STYLE=${web}/page.css -D OUTPUT=${source}
            -P ${PROJECT_SOURCE_DIR}/cmake/embed_page.cmake -- ${scripts}
    DEPENDS ${scripts} ${web}/page.html ${web}/page.css ${PROJECT_SOURCE_DIR}/cmake/embed_page.cmake
    VERBATIM)
  target_sources(rda_${module} PRIVATE ${source})
  set_source_files_properties(${source} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
endfunction()
