"""What of the fleet can be seen without one; whole fleets are in storytailor_dagster_tests/fleet."""
