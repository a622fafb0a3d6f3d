"""The facts the portal starts with, from `capabilities/reference/` into its tables.

`rows` reads files and finds what is wrong; `places`, `actors`, `offers`, `catalogue`, `projects`
and `needs` turn rows into records; `saving` brings stored rows into agreement with records;
`loading` runs them file by file.
"""
