"""What the work brought, and whether to trust it: sums, precision, calibration, the threshold."""
