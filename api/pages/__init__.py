"""The pages people see in a browser: start page, search, trace and GraphiQL. No page needs anything from elsewhere."""
