"""A team.yaml as an owner writes it."""
# ruff: noqa: E501

TEAM = """\
organization: Ромашка
time_zone: Europe/Moscow
departments: [Поддержка, Продажи]
employees:
  - {phone: "79990000001", name: Анна Смирнова, role: admin, password_env: ANNA_PASSWORD, departments: [Поддержка]}
  - {phone: "79990000002", name: Олег Ким, role: operator, password: change-me, departments: [Продажи], language: en}
channels:
  - {provider: telegram, name: Бот магазина, token_env: CUSTOMER_BOT_TOKEN, department: Поддержка}
  - {provider: whatsapp, name: WhatsApp, phone_number_id: "…", token_env: WHATSAPP_TOKEN, app_secret_env: WHATSAPP_APP_SECRET, verify_token_env: WHATSAPP_VERIFY_TOKEN, department: Продажи}
tags: [доставка, возврат]
templates:
  - {title: Приветствие, text: "Здравствуйте, {имя}! Чем помочь?"}
"""
