# SPDX-License-Identifier: Apache-2.0
"""What scripts/fit-gpu-model is made of."""
