"""Everything that the operator bot can do, in the order in which an update is offered to the handlers."""

from aiogram import Dispatcher, F, Router
from aiogram.filters.magic_data import MagicData

from bridge.reports.reporter import Reporter
from bridge.security.passwords import Passwords
from handlers.operator.automation import auto_close, auto_close_rules, auto_messages, auto_replies
from handlers.operator.clients import clients, contact_notes, fields
from handlers.operator.inbox import (
    boards,
    default_views,
    dialogs,
    lists,
    menu,
    returning,
    searches,
    snoozes,
    topics,
    transfers,
)
from handlers.operator.kit import calendars, groups, questions, settings
from handlers.operator.messages import (
    deletions,
    edits,
    messages,
    notes,
    reactions,
    rewording,
    scheduled_drafts,
    scheduled_messages,
    undos,
)
from handlers.operator.reports import analytics
from handlers.operator.shifts import pauses, routing, schedule_answers, schedule_lists, schedules, unanswered
from handlers.operator.tags import tag_lists, tags
from handlers.operator.tasks import task_drafts, task_lists, task_reminders, tasks
from handlers.operator.team import (
    binding,
    invites,
    management,
    membership,
    new_passwords,
    preferences,
    sign_in,
    sign_ins,
    sign_out,
)
from handlers.operator.templates import (
    chosen_templates,
    inline,
    template_cards,
    template_drafts,
    template_files,
    templates,
)


def dispatcher(passwords: Passwords, reporter: Reporter) -> Dispatcher:
    """A new dispatcher. aiogram's own memory of conversations is off, because questions are in the database."""
    dispatcher = Dispatcher(disable_fsm=True, passwords=passwords, reporter=reporter)
    for part in (returning, groups, membership, sign_in):
        dispatcher.include_router(part.router())
    dispatcher.include_router(_signed_in())
    return dispatcher


def _signed_in() -> Router:
    """Handlers for signed-in employees; updates of strangers never reach them."""
    router = Router(name="signed in")
    acting = (router.message, router.callback_query, router.edited_message, router.message_reaction)
    for observer in (*acting, router.inline_query):
        observer.filter(MagicData(F.operator))
    # The bot's own updates come first. Typed messages come last: each one that is no command goes to a customer.
    for part in (
        sign_out,
        invites,
        sign_ins,
        new_passwords,
        topics,
        menu,
        management,
        auto_messages,
        auto_replies,
        unanswered,
        boards,
        questions,
        calendars,
        settings,
        lists,
        searches,
        binding,
        preferences,
        analytics,
        schedules,
        schedule_lists,
        schedule_answers,
        pauses,
        default_views,
        dialogs,
        transfers,
        snoozes,
        auto_close,
        auto_close_rules,
        tags,
        tag_lists,
        clients,
        contact_notes,
        fields,
        task_drafts,
        tasks,
        task_reminders,
        task_lists,
        template_drafts,
        template_cards,
        template_files,
        inline,
        chosen_templates,
        templates,
        scheduled_drafts,
        scheduled_messages,
        routing,
        notes,
        undos,
        deletions,
        rewording,
        edits,
        reactions,
        messages,
    ):
        router.include_router(part.router())
    return router
