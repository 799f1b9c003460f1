"""The only room that knows Dagster: assets, checks, resources, partitions, sensors and jobs, one file per noun.

No SQL (that is the ledger's), no provider's words, no rule about stories: an asset reads, calls its subject and
hands over.
"""
