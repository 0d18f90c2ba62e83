"""A whole year of a province's plan, from the issued document to the signed report: what `issue` to `report` promise.

The cast are a province's committee, a commune's committee and three branches with their members; one branch is late.
The steps stand in files of their own and go through the pages, with the clock moved from January to the next January.
The ledger keeps what the steps did and counts by itself what the report must say: it asks the product nothing.
"""
