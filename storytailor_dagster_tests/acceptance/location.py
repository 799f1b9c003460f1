"""The code location of the acceptance tests: the product's definitions with doubles behind the doors."""

from storytailor_dagster.defs.build import build_defs
from storytailor_dagster.providers.doubles import doubles

defs = build_defs(resources={"hands": doubles()})
