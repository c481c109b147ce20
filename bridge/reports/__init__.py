"""Reports («Аналитика»): the figures of a period in words for a phone, as a table and as a picture.

Modules that count and draw are imported where they are used, in a thread of their own: numpy, matplotlib and openpyxl
take a second to load, and perhaps nobody ever asks for a report.
"""
