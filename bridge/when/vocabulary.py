"""Russian and English words for times, in small letters and with е for ё."""

NUMBERS = {
    word: number
    for words, number in [
        ("один одна одну одного one a an", 1),
        ("два две двух пару two couple", 2),
        ("три трех three", 3),
        ("четыре четырех four", 4),
        ("пять пяти five", 5),
        ("шесть шести six", 6),
        ("семь семи seven", 7),
        ("восемь восьми eight", 8),
        ("девять девяти nine", 9),
        ("десять десяти ten", 10),
        ("одиннадцать одиннадцати eleven", 11),
        ("двенадцать двенадцати twelve", 12),
        ("пятнадцать пятнадцати fifteen", 15),
        ("двадцать двадцати twenty", 20),
        ("тридцать тридцати thirty", 30),
        ("сорок сорока forty", 40),
        ("пятьдесят пятидесяти fifty", 50),
    ]
    for word in words.split()
}

# «половина третьего» is half past two.
HOURS_TO_COME = [
    "первого",
    "второго",
    "третьего",
    "четвертого",
    "пятого",
    "шестого",
    "седьмого",
    "восьмого",
    "девятого",
    "десятого",
    "одиннадцатого",
    "двенадцатого",
]

# Months by the beginnings of their names, because the endings depend on the case.
MONTHS = {
    beginning: number
    for beginnings, number in [
        ("янв jan", 1),
        ("фев feb", 2),
        ("мар mar", 3),
        ("апр apr", 4),
        ("май мая мае may", 5),
        ("июн jun", 6),
        ("июл jul", 7),
        ("авг aug", 8),
        ("сен sep", 9),
        ("окт oct", 10),
        ("ноя nov", 11),
        ("дек dec", 12),
    ]
    for beginning in beginnings.split()
}
MONTH = (
    r"янв(?:ар[ьяею])?\.?|фев(?:р(?:ал[ьяею])?)?\.?|мар(?:т[ауе]?)?\.?|апр(?:ел[ьяею])?\.?|ма[йяе]|июн[ьяею]?\.?|июл[ьяею]?\.?"
    r"|авг(?:уст[ауе]?)?\.?|сент?(?:ябр[ьяею])?\.?|окт(?:ябр[ьяею])?\.?|ноя(?:б(?:р[ьяею])?)?\.?|дек(?:абр[ьяею])?\.?"
    r"|jan(?:uary)?\.?|feb(?:ruary)?\.?|mar(?:ch)?\.?|apr(?:il)?\.?|may|june?\.?|july?\.?|aug(?:ust)?\.?"
    r"|sept?(?:ember)?\.?|oct(?:ober)?\.?|nov(?:ember)?\.?|dec(?:ember)?\.?"
)

# Weekdays by the beginnings of their names, in ISO numbers.
WEEKDAYS = {
    beginning: number
    for beginnings, number in [
        ("пон пн mon", 1),
        ("вто вт tue", 2),
        ("сре ср wed", 3),
        ("чет чт thu", 4),
        ("пят пт fri", 5),
        ("суб сб sat", 6),
        ("вос вс sun", 7),
    ]
    for beginning in beginnings.split()
}
WEEKDAY = (
    r"понедельник(?:ам?|у|и)?|вторник(?:ам?|у|и)?|сред(?:ам|а|у|е|ы)|четверг(?:ам?|у|и)?|пятниц(?:ам|а|у|е|ы)"
    r"|суббот(?:ам|а|у|е|ы)|воскресень(?:ям|е|ю|я)|(?:пн|вт|ср|чт|пт|сб|вс)\.?"
    r"|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|(?:mon|tue|wed|thu|fri|sat|sun)\.?"
)
