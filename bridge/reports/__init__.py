"""«Аналитика»: what is counted for a period, in words for a phone, as a table and as a picture.

What counts and draws is imported where that is done, in a thread of its own: numpy, matplotlib and openpyxl take
a second to come, and nobody may ever ask.
"""
