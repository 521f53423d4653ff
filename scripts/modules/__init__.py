# SPDX-License-Identifier: Apache-2.0
"""The table of modules, cmake/modules.json: read, and written as Markdown."""
