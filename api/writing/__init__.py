"""Writing over HTTP: datasets that are uploaded, and facts that are written one at a time.

It is plain HTTP and not mutations: a GraphQL document may hold several, of which some come through and some do not,
while here one request is one right, one transaction, one entry in the history and one line in the log. What is asked
over GraphQL changes nothing, which lets it be repeated, cached and let through where writing is not.
"""
