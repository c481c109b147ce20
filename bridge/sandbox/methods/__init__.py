"""The Bot API's methods, a file per noun. Each file ends with the table of what it has."""
