"""Layouts: which product stands where in which room, with campaigns that override it from date to date."""
