"""Charge models: flat, per unit, graduated, volume, stairstep, package, percentage."""
