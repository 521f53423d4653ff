# SPDX-License-Identifier: Apache-2.0
"""What scripts/validate is made of."""
