# SPDX-License-Identifier: Apache-2.0
"""Pages as text: how scripts write them."""
