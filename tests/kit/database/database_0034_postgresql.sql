SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
CREATE FUNCTION public.folded(words text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE STRICT COST 1000 PARALLEL SAFE
    AS $$
BEGIN
    IF words IS NOT NFKC NORMALIZED THEN
        words = normalize(words, NFKC);
    END IF;
    RETURN replace(lower(words), 'ё', 'е');
END $$;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.attachment (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    message_id integer NOT NULL,
    file_name character varying,
    mime character varying,
    size bigint,
    width integer,
    height integer,
    duration integer,
    source character varying NOT NULL,
    file_ids jsonb NOT NULL,
    version_id integer,
    unique_id character varying
);
CREATE SEQUENCE public.attachment_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.attachment_id_seq OWNED BY public.attachment.id;
CREATE TABLE public.board (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    chat_id bigint NOT NULL,
    employee_id integer,
    department_id integer,
    message_id integer,
    shown character varying,
    painted_at timestamp with time zone
);
CREATE SEQUENCE public.board_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.board_id_seq OWNED BY public.board.id;
CREATE TABLE public.bot_state (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    dialog_id integer NOT NULL,
    greeted_at timestamp with time zone,
    off_hours_at timestamp with time zone,
    queued_at timestamp with time zone
);
CREATE SEQUENCE public.bot_state_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.bot_state_id_seq OWNED BY public.bot_state.id;
CREATE TABLE public.channel (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    provider character varying(32) NOT NULL,
    name character varying NOT NULL,
    department_id integer,
    token character varying NOT NULL,
    account_id bigint,
    is_active boolean NOT NULL,
    has_bot boolean DEFAULT false NOT NULL,
    is_routed boolean DEFAULT false NOT NULL
);
CREATE SEQUENCE public.channel_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.channel_id_seq OWNED BY public.channel.id;
CREATE TABLE public.close_rule (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    department_id integer,
    after integer,
    warning integer NOT NULL,
    text character varying
);
CREATE SEQUENCE public.close_rule_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.close_rule_id_seq OWNED BY public.close_rule.id;
CREATE TABLE public.contact (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    name character varying NOT NULL,
    phone character varying,
    language character varying,
    created_at timestamp with time zone NOT NULL,
    own_name character varying,
    banned_at timestamp with time zone,
    is_spam boolean DEFAULT false NOT NULL
);
CREATE TABLE public.contact_address (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    contact_id integer NOT NULL,
    channel_id integer NOT NULL,
    external_id character varying NOT NULL,
    username character varying,
    blocked_at timestamp with time zone
);
CREATE SEQUENCE public.contact_address_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.contact_address_id_seq OWNED BY public.contact_address.id;
CREATE SEQUENCE public.contact_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.contact_id_seq OWNED BY public.contact.id;
CREATE TABLE public.contact_note (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    contact_id integer NOT NULL,
    employee_id integer NOT NULL,
    text character varying NOT NULL,
    created_at timestamp with time zone NOT NULL,
    edited_at timestamp with time zone,
    deleted_at timestamp with time zone
);
CREATE SEQUENCE public.contact_note_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.contact_note_id_seq OWNED BY public.contact_note.id;
CREATE TABLE public.contact_tag (
    organization_id integer NOT NULL,
    contact_id integer NOT NULL,
    tag_id integer NOT NULL,
    put_by integer,
    put_at timestamp with time zone NOT NULL
);
CREATE TABLE public.custom_field (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    name character varying NOT NULL,
    key character varying NOT NULL,
    kind character varying(32) NOT NULL,
    options jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone
);
CREATE SEQUENCE public.custom_field_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.custom_field_id_seq OWNED BY public.custom_field.id;
CREATE TABLE public.delivery (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    carrier character varying NOT NULL,
    lane character varying NOT NULL,
    kind character varying NOT NULL,
    body jsonb NOT NULL,
    key character varying,
    dialog_id integer,
    message_id integer,
    window_id integer,
    status character varying(32) NOT NULL,
    attempts integer NOT NULL,
    not_before timestamp with time zone,
    is_repeat boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    settled_at timestamp with time zone,
    error character varying,
    left_at timestamp with time zone,
    floor bigint,
    arrived character varying,
    delayed_at timestamp with time zone
);
CREATE SEQUENCE public.delivery_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.delivery_id_seq OWNED BY public.delivery.id;
CREATE TABLE public.department (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    name character varying NOT NULL
);
CREATE SEQUENCE public.department_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.department_id_seq OWNED BY public.department.id;
CREATE TABLE public.department_question (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    dialog_id integer NOT NULL,
    message_id integer NOT NULL,
    department_ids jsonb NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    is_open boolean NOT NULL
);
CREATE SEQUENCE public.department_question_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.department_question_id_seq OWNED BY public.department_question.id;
CREATE TABLE public.deputy (
    organization_id integer NOT NULL,
    employee_id integer NOT NULL,
    deputy_id integer NOT NULL
);
CREATE TABLE public.dialog (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    contact_id integer NOT NULL,
    channel_id integer NOT NULL,
    address_id integer NOT NULL,
    department_id integer,
    assignee_id integer,
    status character varying(32) NOT NULL,
    version integer NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    last_message_at timestamp with time zone NOT NULL,
    note character varying,
    unread integer NOT NULL,
    waiting_since timestamp with time zone,
    snoozed_at timestamp with time zone,
    snoozed_until timestamp with time zone
);
CREATE TABLE public.dialog_filter (
    organization_id integer NOT NULL,
    employee_id integer NOT NULL,
    scope character varying(32) NOT NULL,
    state character varying(32) NOT NULL,
    channel_id integer,
    tag_id integer,
    day date,
    home_scope character varying(32),
    home_state character varying(32)
);
CREATE SEQUENCE public.dialog_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.dialog_id_seq OWNED BY public.dialog.id;
CREATE TABLE public.dialog_tag (
    organization_id integer NOT NULL,
    dialog_id integer NOT NULL,
    tag_id integer NOT NULL,
    put_by integer,
    put_at timestamp with time zone NOT NULL
);
CREATE TABLE public.employee (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    phone character varying NOT NULL,
    name character varying NOT NULL,
    role character varying(32) NOT NULL,
    password_hash character varying,
    language character varying NOT NULL,
    is_active boolean NOT NULL,
    failed_sign_ins integer NOT NULL,
    locked_until timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    time_zone character varying,
    has_sound boolean DEFAULT true NOT NULL,
    hears_of_new boolean DEFAULT true NOT NULL,
    ahead character varying(32) DEFAULT 'never'::character varying NOT NULL,
    digest_at timestamp with time zone,
    hears_weekly boolean DEFAULT true NOT NULL,
    marks_unread boolean DEFAULT false NOT NULL,
    undo_seconds integer DEFAULT 0 NOT NULL,
    password_source character varying(32) DEFAULT 'team_file'::character varying NOT NULL
);
CREATE SEQUENCE public.employee_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.employee_id_seq OWNED BY public.employee.id;
CREATE TABLE public.event (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    kind character varying(32) NOT NULL,
    employee_id integer,
    dialog_id integer,
    data jsonb NOT NULL,
    at timestamp with time zone NOT NULL,
    department_id integer,
    waited integer,
    is_first boolean DEFAULT false NOT NULL
);
CREATE SEQUENCE public.event_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.event_id_seq OWNED BY public.event.id;
CREATE TABLE public.exempt_days (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    employee_id integer,
    department_id integer,
    first date NOT NULL,
    last date NOT NULL,
    hours jsonb NOT NULL,
    made_at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.exempt_days_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.exempt_days_id_seq OWNED BY public.exempt_days.id;
CREATE TABLE public.field_value (
    organization_id integer NOT NULL,
    contact_id integer NOT NULL,
    field_id integer NOT NULL,
    value character varying NOT NULL,
    put_by integer,
    put_at timestamp with time zone NOT NULL
);
CREATE TABLE public.formertopic (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    window_id integer NOT NULL,
    chat_id bigint NOT NULL,
    thread_id integer NOT NULL
);
CREATE SEQUENCE public.formertopic_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.formertopic_id_seq OWNED BY public.formertopic.id;
CREATE TABLE public.forum (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    department_id integer NOT NULL,
    chat_id bigint NOT NULL,
    title character varying NOT NULL,
    trouble character varying(32),
    bound_at timestamp with time zone NOT NULL,
    marks_unread boolean DEFAULT false NOT NULL
);
CREATE SEQUENCE public.forum_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.forum_id_seq OWNED BY public.forum.id;
CREATE TABLE public.invite (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    employee_id integer NOT NULL,
    token_hash character varying NOT NULL,
    created_by_id integer,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone
);
CREATE SEQUENCE public.invite_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.invite_id_seq OWNED BY public.invite.id;
CREATE TABLE public.journal_cursor (
    source character varying NOT NULL,
    "position" bigint NOT NULL,
    moved_at timestamp with time zone NOT NULL
);
CREATE TABLE public.journal_entry (
    id integer NOT NULL,
    source character varying NOT NULL,
    external_id character varying NOT NULL,
    lane character varying NOT NULL,
    payload character varying NOT NULL,
    received_at timestamp with time zone NOT NULL,
    state character varying(32) NOT NULL,
    attempts integer NOT NULL,
    error character varying,
    handled_at timestamp with time zone
);
CREATE SEQUENCE public.journal_entry_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.journal_entry_id_seq OWNED BY public.journal_entry.id;
CREATE TABLE public.keyword (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    channel_id integer,
    words jsonb NOT NULL,
    text character varying NOT NULL,
    is_on boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone
);
CREATE SEQUENCE public.keyword_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.keyword_id_seq OWNED BY public.keyword.id;
CREATE TABLE public.membership (
    organization_id integer NOT NULL,
    employee_id integer NOT NULL,
    department_id integer NOT NULL
);
CREATE TABLE public.message (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    dialog_id integer NOT NULL,
    author character varying(32) NOT NULL,
    employee_id integer,
    kind character varying(32) NOT NULL,
    text character varying NOT NULL,
    entities jsonb NOT NULL,
    data jsonb NOT NULL,
    reply_to_id integer,
    album_id character varying,
    external_id character varying,
    created_at timestamp with time zone NOT NULL,
    accepted_at timestamp with time zone,
    state character varying(32),
    failure jsonb,
    maybe_repeated boolean NOT NULL,
    edited_at timestamp with time zone,
    deleted_at timestamp with time zone,
    is_note boolean DEFAULT false NOT NULL,
    is_hidden boolean DEFAULT false NOT NULL
);
CREATE SEQUENCE public.message_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.message_id_seq OWNED BY public.message.id;
CREATE TABLE public.mirror (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    message_id integer NOT NULL,
    window_id integer NOT NULL,
    chat_id bigint NOT NULL,
    telegram_message_id integer NOT NULL,
    is_original boolean NOT NULL
);
CREATE SEQUENCE public.mirror_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.mirror_id_seq OWNED BY public.mirror.id;
CREATE TABLE public.notice (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    kind character varying(32) NOT NULL,
    channel_id integer,
    is_on boolean NOT NULL,
    texts jsonb NOT NULL
);
CREATE SEQUENCE public.notice_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.notice_id_seq OWNED BY public.notice.id;
CREATE TABLE public.offer (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    dialog_id integer NOT NULL,
    employee_id integer NOT NULL,
    chat_id bigint NOT NULL,
    telegram_message_id integer,
    is_live boolean NOT NULL
);
CREATE SEQUENCE public.offer_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.offer_id_seq OWNED BY public.offer.id;
CREATE TABLE public.organization (
    id integer NOT NULL,
    name character varying NOT NULL,
    time_zone character varying NOT NULL,
    language character varying NOT NULL,
    narrow_tasks boolean DEFAULT false NOT NULL,
    weekly_at timestamp with time zone
);
CREATE SEQUENCE public.organization_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.organization_id_seq OWNED BY public.organization.id;
CREATE TABLE public.outage (
    id integer NOT NULL,
    carrier character varying NOT NULL,
    also character varying NOT NULL,
    reason character varying(32) NOT NULL,
    began_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    first_delivery_id integer NOT NULL,
    last_delivery_id integer,
    told_at timestamp with time zone,
    is_told_over boolean NOT NULL,
    settled_at timestamp with time zone
);
CREATE SEQUENCE public.outage_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.outage_id_seq OWNED BY public.outage.id;
CREATE TABLE public.outage_notice (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    outage_id integer NOT NULL,
    chat_id bigint NOT NULL,
    telegram_message_id integer
);
CREATE SEQUENCE public.outage_notice_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.outage_notice_id_seq OWNED BY public.outage_notice.id;
CREATE TABLE public.part (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    message_id integer NOT NULL,
    dialog_id integer NOT NULL,
    external_id character varying NOT NULL
);
CREATE SEQUENCE public.part_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.part_id_seq OWNED BY public.part.id;
CREATE TABLE public.pause (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    employee_id integer NOT NULL,
    since timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.pause_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.pause_id_seq OWNED BY public.pause.id;
CREATE TABLE public.prompt (
    chat_id bigint NOT NULL,
    thread_id integer NOT NULL,
    kind character varying(32) NOT NULL,
    data jsonb NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    asked_of integer DEFAULT 0 NOT NULL
);
CREATE TABLE public.rating (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    dialog_id integer NOT NULL,
    channel_id integer NOT NULL,
    department_id integer,
    employee_id integer,
    closed_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone,
    message_id integer,
    asked_at timestamp with time zone,
    score integer,
    scored_at timestamp with time zone,
    comment_awaited_at timestamp with time zone,
    comment character varying
);
CREATE SEQUENCE public.rating_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.rating_id_seq OWNED BY public.rating.id;
CREATE TABLE public.reaction (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    message_id integer NOT NULL,
    employee_id integer,
    emojis jsonb NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.reaction_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.reaction_id_seq OWNED BY public.reaction.id;
CREATE TABLE public.routing (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    department_id integer NOT NULL,
    mode character varying(32) NOT NULL,
    capacity integer NOT NULL,
    last_id integer,
    words jsonb NOT NULL,
    in_menu boolean DEFAULT false NOT NULL
);
CREATE SEQUENCE public.routing_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.routing_id_seq OWNED BY public.routing.id;
CREATE TABLE public.routing_rules (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    reopening character varying(32) NOT NULL
);
CREATE SEQUENCE public.routing_rules_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.routing_rules_id_seq OWNED BY public.routing_rules.id;
CREATE TABLE public.scheduled_message (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    dialog_id integer NOT NULL,
    author_id integer NOT NULL,
    chat_id bigint NOT NULL,
    items jsonb NOT NULL,
    album character varying,
    reply_to_id integer,
    due_at timestamp with time zone NOT NULL,
    unless_heard boolean NOT NULL,
    responsible_id integer,
    after_id integer NOT NULL,
    state character varying(32) NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.scheduled_message_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.scheduled_message_id_seq OWNED BY public.scheduled_message.id;
CREATE TABLE public.search (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    employee_id integer NOT NULL,
    words character varying NOT NULL,
    subject character varying(32) NOT NULL,
    made_at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.search_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.search_id_seq OWNED BY public.search.id;
CREATE TABLE public.shift (
    organization_id integer NOT NULL,
    employee_id integer NOT NULL,
    is_on boolean NOT NULL,
    is_within boolean NOT NULL,
    due_at timestamp with time zone,
    settled_at timestamp with time zone NOT NULL
);
CREATE TABLE public.shift_rules (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    own_schedules boolean NOT NULL,
    off_duty character varying(32) NOT NULL
);
CREATE SEQUENCE public.shift_rules_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.shift_rules_id_seq OWNED BY public.shift_rules.id;
CREATE TABLE public.sign_in (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    employee_id integer NOT NULL,
    telegram_user_id bigint NOT NULL,
    telegram_name character varying NOT NULL,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    blocked_at timestamp with time zone,
    open_dialog_id integer,
    typed_at timestamp with time zone,
    telegram_username character varying,
    is_revoked boolean DEFAULT false NOT NULL
);
CREATE TABLE public.sign_in_guard (
    telegram_user_id bigint NOT NULL,
    failures integer NOT NULL,
    locked_until timestamp with time zone
);
CREATE SEQUENCE public.sign_in_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.sign_in_id_seq OWNED BY public.sign_in.id;
CREATE TABLE public.silence (
    organization_id integer NOT NULL,
    dialog_id integer NOT NULL,
    since timestamp with time zone NOT NULL,
    close_at timestamp with time zone
);
CREATE TABLE public.tag (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    scope character varying(32) NOT NULL,
    name character varying NOT NULL,
    key character varying NOT NULL,
    colour character varying(32),
    created_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone
);
CREATE SEQUENCE public.tag_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.tag_id_seq OWNED BY public.tag.id;
CREATE TABLE public.task (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    text character varying NOT NULL,
    author_id integer NOT NULL,
    assignee_id integer,
    department_id integer,
    dialog_id integer,
    contact_id integer,
    due_at timestamp with time zone,
    is_all_day boolean DEFAULT false NOT NULL,
    zone character varying NOT NULL,
    repeat character varying(32),
    month_day integer,
    next_id integer,
    status character varying(32) NOT NULL,
    version integer NOT NULL,
    order_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone NOT NULL,
    done_at timestamp with time zone,
    done_by_id integer,
    deleted_at timestamp with time zone,
    ahead character varying(32)
);
CREATE SEQUENCE public.task_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.task_id_seq OWNED BY public.task.id;
CREATE TABLE public.taskcard (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    task_id integer NOT NULL,
    window_id integer NOT NULL,
    telegram_message_id integer NOT NULL
);
CREATE SEQUENCE public.taskcard_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.taskcard_id_seq OWNED BY public.taskcard.id;
CREATE TABLE public.taskreminder (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    task_id integer NOT NULL,
    due_at timestamp with time zone NOT NULL,
    fired_at timestamp with time zone,
    occasion character varying(32) DEFAULT 'due'::character varying NOT NULL,
    was_due_at timestamp with time zone
);
CREATE SEQUENCE public.taskreminder_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.taskreminder_id_seq OWNED BY public.taskreminder.id;
CREATE TABLE public.taskview (
    organization_id integer NOT NULL,
    employee_id integer NOT NULL,
    shown character varying(32) NOT NULL,
    due character varying(32),
    department_id integer,
    assignee_id integer,
    created_on date
);
CREATE TABLE public.template (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    title character varying NOT NULL,
    key character varying NOT NULL,
    folder character varying,
    scope character varying(32) NOT NULL,
    author_id integer,
    department_id integer,
    items jsonb NOT NULL,
    uses integer NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone
);
CREATE SEQUENCE public.template_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.template_id_seq OWNED BY public.template.id;
CREATE TABLE public.told_task (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    task_id integer NOT NULL,
    window_id integer,
    chat_id bigint NOT NULL,
    telegram_message_id integer NOT NULL
);
CREATE SEQUENCE public.told_task_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.told_task_id_seq OWNED BY public.told_task.id;
CREATE TABLE public.unanswered_rule (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    department_id integer,
    remind_after integer,
    escalate_after integer
);
CREATE SEQUENCE public.unanswered_rule_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.unanswered_rule_id_seq OWNED BY public.unanswered_rule.id;
CREATE TABLE public.undo (
    organization_id integer NOT NULL,
    message_id integer NOT NULL,
    window_id integer NOT NULL,
    telegram_message_id integer,
    until timestamp with time zone NOT NULL,
    waited_since timestamp with time zone
);
CREATE TABLE public.version (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    message_id integer NOT NULL,
    kind character varying(32) NOT NULL,
    text character varying NOT NULL,
    entities jsonb NOT NULL,
    replaced_at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.version_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.version_id_seq OWNED BY public.version.id;
CREATE TABLE public.wait (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    dialog_id integer NOT NULL,
    waiting_since timestamp with time zone NOT NULL,
    due_at timestamp with time zone,
    reminded_at timestamp with time zone,
    escalated_at timestamp with time zone
);
CREATE SEQUENCE public.wait_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.wait_id_seq OWNED BY public.wait.id;
CREATE TABLE public."window" (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    dialog_id integer NOT NULL,
    employee_id integer,
    chat_id bigint NOT NULL,
    layout character varying(32) NOT NULL,
    thread_id integer,
    card_id integer,
    title character varying,
    is_live boolean NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    is_closed boolean DEFAULT false NOT NULL
);
CREATE SEQUENCE public.window_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.window_id_seq OWNED BY public."window".id;
CREATE TABLE public.work_schedule (
    organization_id integer NOT NULL,
    id integer NOT NULL,
    employee_id integer,
    department_id integer,
    days jsonb NOT NULL,
    country character varying
);
CREATE SEQUENCE public.work_schedule_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.work_schedule_id_seq OWNED BY public.work_schedule.id;
ALTER TABLE ONLY public.attachment ALTER COLUMN id SET DEFAULT nextval('public.attachment_id_seq'::regclass);
ALTER TABLE ONLY public.board ALTER COLUMN id SET DEFAULT nextval('public.board_id_seq'::regclass);
ALTER TABLE ONLY public.bot_state ALTER COLUMN id SET DEFAULT nextval('public.bot_state_id_seq'::regclass);
ALTER TABLE ONLY public.channel ALTER COLUMN id SET DEFAULT nextval('public.channel_id_seq'::regclass);
ALTER TABLE ONLY public.close_rule ALTER COLUMN id SET DEFAULT nextval('public.close_rule_id_seq'::regclass);
ALTER TABLE ONLY public.contact ALTER COLUMN id SET DEFAULT nextval('public.contact_id_seq'::regclass);
ALTER TABLE ONLY public.contact_address ALTER COLUMN id SET DEFAULT nextval('public.contact_address_id_seq'::regclass);
ALTER TABLE ONLY public.contact_note ALTER COLUMN id SET DEFAULT nextval('public.contact_note_id_seq'::regclass);
ALTER TABLE ONLY public.custom_field ALTER COLUMN id SET DEFAULT nextval('public.custom_field_id_seq'::regclass);
ALTER TABLE ONLY public.delivery ALTER COLUMN id SET DEFAULT nextval('public.delivery_id_seq'::regclass);
ALTER TABLE ONLY public.department ALTER COLUMN id SET DEFAULT nextval('public.department_id_seq'::regclass);
ALTER TABLE ONLY public.department_question ALTER COLUMN id SET DEFAULT nextval('public.department_question_id_seq'::regclass);
ALTER TABLE ONLY public.dialog ALTER COLUMN id SET DEFAULT nextval('public.dialog_id_seq'::regclass);
ALTER TABLE ONLY public.employee ALTER COLUMN id SET DEFAULT nextval('public.employee_id_seq'::regclass);
ALTER TABLE ONLY public.event ALTER COLUMN id SET DEFAULT nextval('public.event_id_seq'::regclass);
ALTER TABLE ONLY public.exempt_days ALTER COLUMN id SET DEFAULT nextval('public.exempt_days_id_seq'::regclass);
ALTER TABLE ONLY public.formertopic ALTER COLUMN id SET DEFAULT nextval('public.formertopic_id_seq'::regclass);
ALTER TABLE ONLY public.forum ALTER COLUMN id SET DEFAULT nextval('public.forum_id_seq'::regclass);
ALTER TABLE ONLY public.invite ALTER COLUMN id SET DEFAULT nextval('public.invite_id_seq'::regclass);
ALTER TABLE ONLY public.journal_entry ALTER COLUMN id SET DEFAULT nextval('public.journal_entry_id_seq'::regclass);
ALTER TABLE ONLY public.keyword ALTER COLUMN id SET DEFAULT nextval('public.keyword_id_seq'::regclass);
ALTER TABLE ONLY public.message ALTER COLUMN id SET DEFAULT nextval('public.message_id_seq'::regclass);
ALTER TABLE ONLY public.mirror ALTER COLUMN id SET DEFAULT nextval('public.mirror_id_seq'::regclass);
ALTER TABLE ONLY public.notice ALTER COLUMN id SET DEFAULT nextval('public.notice_id_seq'::regclass);
ALTER TABLE ONLY public.offer ALTER COLUMN id SET DEFAULT nextval('public.offer_id_seq'::regclass);
ALTER TABLE ONLY public.organization ALTER COLUMN id SET DEFAULT nextval('public.organization_id_seq'::regclass);
ALTER TABLE ONLY public.outage ALTER COLUMN id SET DEFAULT nextval('public.outage_id_seq'::regclass);
ALTER TABLE ONLY public.outage_notice ALTER COLUMN id SET DEFAULT nextval('public.outage_notice_id_seq'::regclass);
ALTER TABLE ONLY public.part ALTER COLUMN id SET DEFAULT nextval('public.part_id_seq'::regclass);
ALTER TABLE ONLY public.pause ALTER COLUMN id SET DEFAULT nextval('public.pause_id_seq'::regclass);
ALTER TABLE ONLY public.rating ALTER COLUMN id SET DEFAULT nextval('public.rating_id_seq'::regclass);
ALTER TABLE ONLY public.reaction ALTER COLUMN id SET DEFAULT nextval('public.reaction_id_seq'::regclass);
ALTER TABLE ONLY public.routing ALTER COLUMN id SET DEFAULT nextval('public.routing_id_seq'::regclass);
ALTER TABLE ONLY public.routing_rules ALTER COLUMN id SET DEFAULT nextval('public.routing_rules_id_seq'::regclass);
ALTER TABLE ONLY public.scheduled_message ALTER COLUMN id SET DEFAULT nextval('public.scheduled_message_id_seq'::regclass);
ALTER TABLE ONLY public.search ALTER COLUMN id SET DEFAULT nextval('public.search_id_seq'::regclass);
ALTER TABLE ONLY public.shift_rules ALTER COLUMN id SET DEFAULT nextval('public.shift_rules_id_seq'::regclass);
ALTER TABLE ONLY public.sign_in ALTER COLUMN id SET DEFAULT nextval('public.sign_in_id_seq'::regclass);
ALTER TABLE ONLY public.tag ALTER COLUMN id SET DEFAULT nextval('public.tag_id_seq'::regclass);
ALTER TABLE ONLY public.task ALTER COLUMN id SET DEFAULT nextval('public.task_id_seq'::regclass);
ALTER TABLE ONLY public.taskcard ALTER COLUMN id SET DEFAULT nextval('public.taskcard_id_seq'::regclass);
ALTER TABLE ONLY public.taskreminder ALTER COLUMN id SET DEFAULT nextval('public.taskreminder_id_seq'::regclass);
ALTER TABLE ONLY public.template ALTER COLUMN id SET DEFAULT nextval('public.template_id_seq'::regclass);
ALTER TABLE ONLY public.told_task ALTER COLUMN id SET DEFAULT nextval('public.told_task_id_seq'::regclass);
ALTER TABLE ONLY public.unanswered_rule ALTER COLUMN id SET DEFAULT nextval('public.unanswered_rule_id_seq'::regclass);
ALTER TABLE ONLY public.version ALTER COLUMN id SET DEFAULT nextval('public.version_id_seq'::regclass);
ALTER TABLE ONLY public.wait ALTER COLUMN id SET DEFAULT nextval('public.wait_id_seq'::regclass);
ALTER TABLE ONLY public."window" ALTER COLUMN id SET DEFAULT nextval('public.window_id_seq'::regclass);
ALTER TABLE ONLY public.work_schedule ALTER COLUMN id SET DEFAULT nextval('public.work_schedule_id_seq'::regclass);
INSERT INTO public.alembic_version VALUES ('0034');
INSERT INTO public.attachment VALUES (2, 1, 1, 'text 1', 'text 1', 1, 1, 1, 1, 'text 1', '[]', NULL, 'text 1');
INSERT INTO public.attachment VALUES (3, 2, 2, 'text 2', 'text 2', 2, 2, 2, 2, 'text 2', '[]', NULL, 'text 2');
INSERT INTO public.attachment VALUES (1, 3, 3, 'text 3', 'text 3', 3, 3, 3, 3, 'text 3', '[]', NULL, 'text 3');
INSERT INTO public.board VALUES (2, 1, 1, 1, 1, 1, 'text 1', '2026-11-23 08:08:00+00');
INSERT INTO public.board VALUES (3, 2, 2, 2, 2, 2, 'text 2', '2026-11-23 08:34:00+00');
INSERT INTO public.board VALUES (1, 3, 3, 3, 3, 3, 'text 3', '2026-11-23 09:00:00+00');
INSERT INTO public.bot_state VALUES (2, 1, 1, '2026-11-23 08:08:00+00', '2026-11-23 08:08:00+00', '2026-11-23 08:08:00+00');
INSERT INTO public.bot_state VALUES (3, 2, 2, '2026-11-23 08:34:00+00', '2026-11-23 08:34:00+00', '2026-11-23 08:34:00+00');
INSERT INTO public.bot_state VALUES (1, 3, 3, '2026-11-23 09:00:00+00', '2026-11-23 09:00:00+00', '2026-11-23 09:00:00+00');
INSERT INTO public.channel VALUES (2, 1, 'telegram', 'text 1', 1, 'text 1', 1, false, false, false);
INSERT INTO public.channel VALUES (3, 2, 'telegram', 'text 2', 2, 'text 2', 2, false, false, false);
INSERT INTO public.channel VALUES (1, 3, 'telegram', 'text 3', 3, 'text 3', 3, false, false, false);
INSERT INTO public.close_rule VALUES (2, 1, 1, 1, 1, 'text 1');
INSERT INTO public.close_rule VALUES (3, 2, 2, 2, 2, 'text 2');
INSERT INTO public.close_rule VALUES (1, 3, 3, 3, 3, 'text 3');
INSERT INTO public.contact VALUES (2, 1, 'text 1', 'text 1', 'text 1', '2026-11-23 08:08:00+00', 'text 1', NULL, false);
INSERT INTO public.contact VALUES (3, 2, 'text 2', 'text 2', 'text 2', '2026-11-23 08:34:00+00', 'text 2', NULL, false);
INSERT INTO public.contact VALUES (1, 3, 'text 3', 'text 3', 'text 3', '2026-11-23 09:00:00+00', 'text 3', NULL, false);
INSERT INTO public.contact_address VALUES (2, 1, 1, 1, 'text 1', 'text 1', NULL);
INSERT INTO public.contact_address VALUES (3, 2, 2, 2, 'text 2', 'text 2', NULL);
INSERT INTO public.contact_address VALUES (1, 3, 3, 3, 'text 3', 'text 3', NULL);
INSERT INTO public.contact_note VALUES (2, 1, 1, 1, 'text 1', '2026-11-23 08:08:00+00', '2026-11-23 08:08:00+00', '2026-11-23 08:08:00+00');
INSERT INTO public.contact_note VALUES (3, 2, 2, 2, 'text 2', '2026-11-23 08:34:00+00', '2026-11-23 08:34:00+00', '2026-11-23 08:34:00+00');
INSERT INTO public.contact_note VALUES (1, 3, 3, 3, 'text 3', '2026-11-23 09:00:00+00', '2026-11-23 09:00:00+00', '2026-11-23 09:00:00+00');
INSERT INTO public.contact_tag VALUES (2, 1, 1, 1, '2026-11-23 08:08:00+00');
INSERT INTO public.contact_tag VALUES (3, 2, 2, 2, '2026-11-23 08:34:00+00');
INSERT INTO public.contact_tag VALUES (1, 3, 3, 3, '2026-11-23 09:00:00+00');
INSERT INTO public.custom_field VALUES (2, 1, 'text 1', 'text 1', 'text', '[]', '2026-11-23 08:08:00+00', '2026-11-23 08:08:00+00');
INSERT INTO public.custom_field VALUES (3, 2, 'text 2', 'text 2', 'text', '[]', '2026-11-23 08:34:00+00', '2026-11-23 08:34:00+00');
INSERT INTO public.custom_field VALUES (1, 3, 'text 3', 'text 3', 'text', '[]', '2026-11-23 09:00:00+00', '2026-11-23 09:00:00+00');
INSERT INTO public.delivery VALUES (2, 1, 'text 1', 'desk:1', 'text 1', '[]', NULL, 1, 1, 1, 'sent', 1, NULL, false, '2026-11-23 08:08:00+00', '2026-11-24 14:49:25.232676+00', 'text 1', '2026-11-23 08:08:00+00', 1, 'text 1', '2026-11-23 08:08:00+00');
INSERT INTO public.delivery VALUES (3, 2, 'text 2', 'desk:2', 'text 2', '[]', 'card:0', 1, 2, 1, 'sent', 2, NULL, false, '2026-11-23 08:34:00+00', '2026-11-24 14:49:55.232676+00', 'text 2', '2026-11-23 08:34:00+00', 2, 'text 2', '2026-11-23 08:34:00+00');
INSERT INTO public.delivery VALUES (1, 3, 'text 3', 'desk:3', 'text 3', '[]', NULL, 1, 3, 1, 'sent', 3, NULL, false, '2026-11-23 09:00:00+00', '2026-11-24 14:50:25.232676+00', 'text 3', '2026-11-23 09:00:00+00', 3, 'text 3', '2026-11-23 09:00:00+00');
INSERT INTO public.department VALUES (2, 1, 'text 1');
INSERT INTO public.department VALUES (3, 2, 'text 2');
INSERT INTO public.department VALUES (1, 3, 'text 3');
INSERT INTO public.department_question VALUES (2, 1, 1, 1, '[]', '2026-11-23 08:08:00+00', false);
INSERT INTO public.department_question VALUES (3, 2, 2, 2, '[]', '2026-11-23 08:34:00+00', false);
INSERT INTO public.department_question VALUES (1, 3, 3, 3, '[]', '2026-11-23 09:00:00+00', false);
INSERT INTO public.deputy VALUES (2, 1, 1);
INSERT INTO public.deputy VALUES (3, 2, 2);
INSERT INTO public.deputy VALUES (1, 3, 3);
INSERT INTO public.dialog VALUES (2, 1, 1, 1, 1, 1, 1, 'closed', 1, '2026-11-23 08:08:00+00', '2026-11-23 08:08:00+00', '2026-11-23 08:08:00+00', 'text 1', 0, NULL, NULL, NULL);
INSERT INTO public.dialog VALUES (3, 2, 2, 2, 2, 2, 2, 'closed', 2, '2026-11-23 08:34:00+00', '2026-11-23 08:34:00+00', '2026-11-23 08:34:00+00', 'text 2', 0, NULL, NULL, NULL);
INSERT INTO public.dialog VALUES (1, 3, 3, 3, 3, 3, 3, 'closed', 3, '2026-11-23 09:00:00+00', '2026-11-23 09:00:00+00', '2026-11-23 09:00:00+00', 'text 3', 0, NULL, NULL, NULL);
INSERT INTO public.dialog_filter VALUES (2, 1, 'all', 'unread', 1, 1, '2026-11-23', 'all', 'unread');
INSERT INTO public.dialog_filter VALUES (3, 2, 'all', 'unread', 2, 2, '2026-11-23', 'all', 'unread');
INSERT INTO public.dialog_filter VALUES (1, 3, 'all', 'unread', 3, 3, '2026-11-23', 'all', 'unread');
INSERT INTO public.dialog_tag VALUES (2, 1, 1, 1, '2026-11-23 08:08:00+00');
INSERT INTO public.dialog_tag VALUES (3, 2, 2, 2, '2026-11-23 08:34:00+00');
INSERT INTO public.dialog_tag VALUES (1, 3, 3, 3, '2026-11-23 09:00:00+00');
INSERT INTO public.employee VALUES (2, 1, 'text 1', 'text 1', 'operator', 'text 1', 'text 1', false, 1, '2026-11-23 08:08:00+00', '2026-11-23 08:08:00+00', 'text 1', false, false, 'never', '2026-11-23 08:08:00+00', false, false, 1, 'team_file');
INSERT INTO public.employee VALUES (3, 2, 'text 2', 'text 2', 'operator', 'text 2', 'text 2', false, 2, '2026-11-23 08:34:00+00', '2026-11-23 08:34:00+00', 'text 2', false, false, 'never', '2026-11-23 08:34:00+00', false, false, 2, 'team_file');
INSERT INTO public.employee VALUES (1, 3, 'text 3', 'text 3', 'operator', 'text 3', 'text 3', false, 3, '2026-11-23 09:00:00+00', '2026-11-23 09:00:00+00', 'text 3', false, false, 'never', '2026-11-23 09:00:00+00', false, false, 3, 'team_file');
INSERT INTO public.event VALUES (2, 1, 'signed_out', 1, 1, '[]', '2026-11-23 08:08:00+00', 1, 1, false);
INSERT INTO public.event VALUES (3, 2, 'sign_in_failed', 2, 1, '[]', '2026-11-23 08:34:00+00', 2, 2, false);
INSERT INTO public.event VALUES (1, 3, 'sign_in_locked', 3, 1, '[]', '2026-11-23 09:00:00+00', 3, 3, false);
INSERT INTO public.exempt_days VALUES (2, 1, 1, 1, '2026-11-23', '2026-11-23', '[]', '2026-11-23 08:08:00+00');
INSERT INTO public.exempt_days VALUES (3, 2, 2, 2, '2026-11-23', '2026-11-23', '[]', '2026-11-23 08:34:00+00');
INSERT INTO public.exempt_days VALUES (1, 3, 3, 3, '2026-11-23', '2026-11-23', '[]', '2026-11-23 09:00:00+00');
INSERT INTO public.field_value VALUES (2, 1, 1, 'text 1', 1, '2026-11-23 08:08:00+00');
INSERT INTO public.field_value VALUES (3, 2, 2, 'text 2', 2, '2026-11-23 08:34:00+00');
INSERT INTO public.field_value VALUES (1, 3, 3, 'text 3', 3, '2026-11-23 09:00:00+00');
INSERT INTO public.formertopic VALUES (2, 1, 1, 2, 1);
INSERT INTO public.formertopic VALUES (3, 2, 2, 3, 2);
INSERT INTO public.formertopic VALUES (1, 3, 3, 4, 3);
INSERT INTO public.forum VALUES (2, 1, 1, 1, 'text 1', 'gone', '2026-11-23 08:08:00+00', false);
INSERT INTO public.forum VALUES (3, 2, 2, 2, 'text 2', 'gone', '2026-11-23 08:34:00+00', false);
INSERT INTO public.forum VALUES (1, 3, 3, 3, 'text 3', 'gone', '2026-11-23 09:00:00+00', false);
INSERT INTO public.invite VALUES (2, 1, 1, 'text 1', 1, '2026-11-23 08:08:00+00', '2026-11-23 08:08:00+00');
INSERT INTO public.invite VALUES (3, 2, 2, 'text 2', 2, '2026-11-23 08:34:00+00', '2026-11-23 08:34:00+00');
INSERT INTO public.invite VALUES (1, 3, 3, 'text 3', 3, '2026-11-23 09:00:00+00', '2026-11-23 09:00:00+00');
INSERT INTO public.journal_cursor VALUES ('text 1', 1, '2026-11-23 08:08:00+00');
INSERT INTO public.journal_cursor VALUES ('text 2', 2, '2026-11-23 08:34:00+00');
INSERT INTO public.journal_cursor VALUES ('text 3', 3, '2026-11-23 09:00:00+00');
INSERT INTO public.journal_entry VALUES (1, 'text 1', 'text 1', 'text 1', 'text 1', '2026-11-23 08:08:00+00', 'handled', 1, 'text 1', '2026-11-24 14:49:25.232676+00');
INSERT INTO public.journal_entry VALUES (2, 'text 2', 'text 2', 'text 2', 'text 2', '2026-11-23 08:34:00+00', 'handled', 2, 'text 2', '2026-11-24 14:49:55.232676+00');
INSERT INTO public.journal_entry VALUES (3, 'text 3', 'text 3', 'text 3', 'text 3', '2026-11-23 09:00:00+00', 'handled', 3, 'text 3', '2026-11-24 14:50:25.232676+00');
INSERT INTO public.keyword VALUES (2, 1, 1, '[]', 'text 1', false, '2026-11-23 08:08:00+00', '2026-11-23 08:08:00+00');
INSERT INTO public.keyword VALUES (3, 2, 2, '[]', 'text 2', false, '2026-11-23 08:34:00+00', '2026-11-23 08:34:00+00');
INSERT INTO public.keyword VALUES (1, 3, 3, '[]', 'text 3', false, '2026-11-23 09:00:00+00', '2026-11-23 09:00:00+00');
INSERT INTO public.membership VALUES (2, 1, 1);
INSERT INTO public.membership VALUES (3, 2, 2);
INSERT INTO public.membership VALUES (1, 3, 3);
INSERT INTO public.message VALUES (2, 1, 1, 'contact', 1, 'text', 'text 1', '[]', '[]', 1, 'text 1', 'text 1', '2026-11-23 08:08:00+00', '2026-11-23 08:08:00+00', NULL, '[]', false, '2026-11-23 08:08:00+00', NULL, false, false);
INSERT INTO public.message VALUES (3, 2, 1, 'contact', 2, 'text', 'text 2', '[]', '[]', 2, 'text 2', 'text 2', '2026-11-23 08:34:00+00', '2026-11-23 08:34:00+00', 'accepted', '[]', false, '2026-11-23 08:34:00+00', NULL, false, false);
INSERT INTO public.message VALUES (1, 3, 1, 'contact', 3, 'text', 'text 3', '[]', '[]', 3, 'text 3', 'text 3', '2026-11-23 09:00:00+00', '2026-11-23 09:00:00+00', NULL, '[]', false, '2026-11-23 09:00:00+00', NULL, false, false);
INSERT INTO public.mirror VALUES (2, 1, 1, 1, 2, 1, false);
INSERT INTO public.mirror VALUES (3, 2, 2, 1, 3, 2, false);
INSERT INTO public.mirror VALUES (1, 3, 3, 1, 4, 3, false);
INSERT INTO public.notice VALUES (2, 1, 'greeting', 1, false, '[]');
INSERT INTO public.notice VALUES (3, 2, 'greeting', 2, false, '[]');
INSERT INTO public.notice VALUES (1, 3, 'greeting', 3, false, '[]');
INSERT INTO public.offer VALUES (2, 1, 1, 1, 2, 1, false);
INSERT INTO public.offer VALUES (3, 2, 2, 2, 3, 2, false);
INSERT INTO public.offer VALUES (1, 3, 3, 3, 4, 3, false);
INSERT INTO public.organization VALUES (1, 'text 1', 'text 1', 'text 1', false, '2026-11-23 08:08:00+00');
INSERT INTO public.organization VALUES (2, 'text 2', 'text 2', 'text 2', false, '2026-11-23 08:34:00+00');
INSERT INTO public.organization VALUES (3, 'text 3', 'text 3', 'text 3', false, '2026-11-23 09:00:00+00');
INSERT INTO public.outage VALUES (1, 'text 1', 'text 1', 'away', '2026-11-23 08:08:00+00', '2026-11-23 08:08:00+00', 1, 1, '2026-11-23 08:08:00+00', false, '2026-11-23 08:08:00+00');
INSERT INTO public.outage VALUES (2, 'text 2', 'text 2', 'away', '2026-11-23 08:34:00+00', '2026-11-23 08:34:00+00', 2, 2, '2026-11-23 08:34:00+00', false, '2026-11-23 08:34:00+00');
INSERT INTO public.outage VALUES (3, 'text 3', 'text 3', 'away', '2026-11-23 09:00:00+00', '2026-11-23 09:00:00+00', 3, 3, '2026-11-23 09:00:00+00', false, '2026-11-23 09:00:00+00');
INSERT INTO public.outage_notice VALUES (2, 1, 1, 1, 1);
INSERT INTO public.outage_notice VALUES (3, 2, 2, 2, 2);
INSERT INTO public.outage_notice VALUES (1, 3, 3, 3, 3);
INSERT INTO public.part VALUES (2, 1, 1, 1, 'text 1');
INSERT INTO public.part VALUES (3, 2, 2, 2, 'text 2');
INSERT INTO public.part VALUES (1, 3, 3, 3, 'text 3');
INSERT INTO public.pause VALUES (2, 1, 1, '2026-11-23 08:08:00+00', '2026-11-23 08:08:00+00');
INSERT INTO public.pause VALUES (3, 2, 2, '2026-11-23 08:34:00+00', '2026-11-23 08:34:00+00');
INSERT INTO public.pause VALUES (1, 3, 3, '2026-11-23 09:00:00+00', '2026-11-23 09:00:00+00');
INSERT INTO public.prompt VALUES (1, 1, 'phone', '[]', '2026-11-23 08:08:00+00', 1);
INSERT INTO public.prompt VALUES (2, 2, 'phone', '[]', '2026-11-23 08:34:00+00', 2);
INSERT INTO public.prompt VALUES (3, 3, 'phone', '[]', '2026-11-23 09:00:00+00', 3);
INSERT INTO public.rating VALUES (2, 1, 1, 1, 1, 1, '2026-11-23 08:08:00+00', NULL, 1, '2026-11-23 08:08:00+00', 1, '2026-11-23 08:08:00+00', NULL, 'text 1');
INSERT INTO public.rating VALUES (3, 2, 2, 2, 2, 2, '2026-11-23 08:34:00+00', NULL, 2, '2026-11-23 08:34:00+00', 2, '2026-11-23 08:34:00+00', NULL, 'text 2');
INSERT INTO public.rating VALUES (1, 3, 3, 3, 3, 3, '2026-11-23 09:00:00+00', NULL, 3, '2026-11-23 09:00:00+00', 3, '2026-11-23 09:00:00+00', NULL, 'text 3');
INSERT INTO public.reaction VALUES (2, 1, 1, 1, '[]', '2026-11-23 08:08:00+00');
INSERT INTO public.reaction VALUES (3, 2, 2, 2, '[]', '2026-11-23 08:34:00+00');
INSERT INTO public.reaction VALUES (1, 3, 3, 3, '[]', '2026-11-23 09:00:00+00');
INSERT INTO public.routing VALUES (2, 1, 1, 'by_hand', 1, 1, '[]', false);
INSERT INTO public.routing VALUES (3, 2, 2, 'by_hand', 2, 2, '[]', false);
INSERT INTO public.routing VALUES (1, 3, 3, 'by_hand', 3, 3, '[]', false);
INSERT INTO public.routing_rules VALUES (1, 1, 'former');
INSERT INTO public.routing_rules VALUES (2, 2, 'former');
INSERT INTO public.routing_rules VALUES (3, 3, 'former');
INSERT INTO public.scheduled_message VALUES (2, 1, 1, 1, 1, '[]', 'text 1', 1, '2026-11-23 08:08:00+00', false, 1, 1, 'gone', 1, '2026-11-24 14:49:25.232676+00');
INSERT INTO public.scheduled_message VALUES (3, 2, 2, 2, 2, '[]', 'text 2', 2, '2026-11-23 08:34:00+00', false, 2, 2, 'gone', 2, '2026-11-24 14:49:55.232676+00');
INSERT INTO public.scheduled_message VALUES (1, 3, 3, 3, 3, '[]', 'text 3', 3, '2026-11-23 09:00:00+00', false, 3, 3, 'gone', 3, '2026-11-24 14:50:25.232676+00');
INSERT INTO public.search VALUES (2, 1, 1, 'text 1', 'p', '2026-11-23 08:08:00+00');
INSERT INTO public.search VALUES (3, 2, 2, 'text 2', 'p', '2026-11-23 08:34:00+00');
INSERT INTO public.search VALUES (1, 3, 3, 'text 3', 'p', '2026-11-23 09:00:00+00');
INSERT INTO public.shift VALUES (2, 1, false, false, '2026-11-23 08:08:00+00', '2026-11-23 08:08:00+00');
INSERT INTO public.shift VALUES (3, 2, false, false, '2026-11-23 08:34:00+00', '2026-11-23 08:34:00+00');
INSERT INTO public.shift VALUES (1, 3, false, false, '2026-11-23 09:00:00+00', '2026-11-23 09:00:00+00');
INSERT INTO public.shift_rules VALUES (1, 1, false, 'sound');
INSERT INTO public.shift_rules VALUES (2, 2, false, 'sound');
INSERT INTO public.shift_rules VALUES (3, 3, false, 'sound');
INSERT INTO public.sign_in VALUES (2, 1, 1, 1, 'text 1', '2026-11-23 08:08:00+00', '2026-11-23 08:08:00+00', '2026-11-23 08:08:00+00', 1, '2026-11-23 08:08:00+00', 'text 1', false);
INSERT INTO public.sign_in VALUES (3, 2, 2, 2, 'text 2', '2026-11-23 08:34:00+00', '2026-11-23 08:34:00+00', '2026-11-23 08:34:00+00', 2, '2026-11-23 08:34:00+00', 'text 2', false);
INSERT INTO public.sign_in VALUES (1, 3, 3, 3, 'text 3', '2026-11-23 09:00:00+00', '2026-11-23 09:00:00+00', '2026-11-23 09:00:00+00', 3, '2026-11-23 09:00:00+00', 'text 3', false);
INSERT INTO public.sign_in_guard VALUES (1, 1, '2026-11-23 08:08:00+00');
INSERT INTO public.sign_in_guard VALUES (2, 2, '2026-11-23 08:34:00+00');
INSERT INTO public.sign_in_guard VALUES (3, 3, '2026-11-23 09:00:00+00');
INSERT INTO public.silence VALUES (2, 1, '2026-11-23 08:08:00+00', NULL);
INSERT INTO public.silence VALUES (3, 2, '2026-11-23 08:34:00+00', NULL);
INSERT INTO public.silence VALUES (1, 3, '2026-11-23 09:00:00+00', NULL);
INSERT INTO public.tag VALUES (2, 1, 'dialog', 'text 1', 'text 1', 'red', '2026-11-23 08:08:00+00', '2026-11-23 08:08:00+00');
INSERT INTO public.tag VALUES (3, 2, 'dialog', 'text 2', 'text 2', 'red', '2026-11-23 08:34:00+00', '2026-11-23 08:34:00+00');
INSERT INTO public.tag VALUES (1, 3, 'dialog', 'text 3', 'text 3', 'red', '2026-11-23 09:00:00+00', '2026-11-23 09:00:00+00');
INSERT INTO public.task VALUES (2, 1, 'text 1', 1, 1, 1, 1, 1, '2026-11-23 08:08:00+00', false, 'text 1', 'daily', 1, 1, 'done', 1, '2026-11-23 08:08:00+00', '2026-11-23 08:08:00+00', '2026-11-23 08:08:00+00', 1, NULL, 'never');
INSERT INTO public.task VALUES (3, 2, 'text 2', 2, 2, 2, 2, 2, '2026-11-23 08:34:00+00', false, 'text 2', 'daily', 2, 2, 'done', 2, '2026-11-23 08:34:00+00', '2026-11-23 08:34:00+00', '2026-11-23 08:34:00+00', 2, NULL, 'never');
INSERT INTO public.task VALUES (1, 3, 'text 3', 3, 3, 3, 3, 3, '2026-11-23 09:00:00+00', false, 'text 3', 'daily', 3, 3, 'done', 3, '2026-11-23 09:00:00+00', '2026-11-23 09:00:00+00', '2026-11-23 09:00:00+00', 3, NULL, 'never');
INSERT INTO public.taskcard VALUES (2, 1, 1, 1, 1);
INSERT INTO public.taskcard VALUES (3, 2, 2, 2, 2);
INSERT INTO public.taskcard VALUES (1, 3, 3, 3, 3);
INSERT INTO public.taskreminder VALUES (2, 1, 1, '2026-11-23 08:08:00+00', '2026-11-24 14:49:25.232676+00', 'ahead', '2026-11-23 08:08:00+00');
INSERT INTO public.taskreminder VALUES (3, 2, 2, '2026-11-23 08:34:00+00', '2026-11-24 14:49:55.232676+00', 'ahead', '2026-11-23 08:34:00+00');
INSERT INTO public.taskreminder VALUES (1, 3, 3, '2026-11-23 09:00:00+00', '2026-11-24 14:50:25.232676+00', 'ahead', '2026-11-23 09:00:00+00');
INSERT INTO public.taskview VALUES (2, 1, 'open', 'overdue', 1, 1, '2026-11-23');
INSERT INTO public.taskview VALUES (3, 2, 'open', 'overdue', 2, 2, '2026-11-23');
INSERT INTO public.taskview VALUES (1, 3, 'open', 'overdue', 3, 3, '2026-11-23');
INSERT INTO public.template VALUES (2, 1, 'text 1', 'text 1', 'text 1', 'own', 1, 1, '[]', 1, 1, '2026-11-23 08:08:00+00', '2026-11-23 08:08:00+00');
INSERT INTO public.template VALUES (3, 2, 'text 2', 'text 2', 'text 2', 'own', 2, 2, '[]', 2, 2, '2026-11-23 08:34:00+00', '2026-11-23 08:34:00+00');
INSERT INTO public.template VALUES (1, 3, 'text 3', 'text 3', 'text 3', 'own', 3, 3, '[]', 3, 3, '2026-11-23 09:00:00+00', '2026-11-23 09:00:00+00');
INSERT INTO public.told_task VALUES (2, 1, 1, 1, 2, 1);
INSERT INTO public.told_task VALUES (3, 2, 2, 2, 3, 2);
INSERT INTO public.told_task VALUES (1, 3, 3, 3, 4, 3);
INSERT INTO public.unanswered_rule VALUES (2, 1, 1, 1, 1);
INSERT INTO public.unanswered_rule VALUES (3, 2, 2, 2, 2);
INSERT INTO public.unanswered_rule VALUES (1, 3, 3, 3, 3);
INSERT INTO public.undo VALUES (2, 1, 1, 1, '2026-11-23 08:08:00+00', '2026-11-23 08:08:00+00');
INSERT INTO public.undo VALUES (3, 2, 2, 2, '2026-11-23 08:34:00+00', '2026-11-23 08:34:00+00');
INSERT INTO public.undo VALUES (1, 3, 3, 3, '2026-11-23 09:00:00+00', '2026-11-23 09:00:00+00');
INSERT INTO public.version VALUES (2, 1, 1, 'text', 'text 1', '[]', '2026-11-23 08:08:00+00');
INSERT INTO public.version VALUES (3, 2, 2, 'text', 'text 2', '[]', '2026-11-23 08:34:00+00');
INSERT INTO public.version VALUES (1, 3, 3, 'text', 'text 3', '[]', '2026-11-23 09:00:00+00');
INSERT INTO public.wait VALUES (2, 1, 1, '2026-11-23 08:08:00+00', NULL, '2026-11-23 08:08:00+00', '2026-11-23 08:08:00+00');
INSERT INTO public.wait VALUES (3, 2, 2, '2026-11-23 08:34:00+00', NULL, '2026-11-23 08:34:00+00', '2026-11-23 08:34:00+00');
INSERT INTO public.wait VALUES (1, 3, 3, '2026-11-23 09:00:00+00', NULL, '2026-11-23 09:00:00+00', '2026-11-23 09:00:00+00');
INSERT INTO public."window" VALUES (2, 1, 1, 1, 2, 'topic', NULL, 1, 'text 1', false, '2026-11-23 08:08:00+00', false);
INSERT INTO public."window" VALUES (3, 2, 2, 2, 3, 'topic', NULL, 2, 'text 2', false, '2026-11-23 08:34:00+00', false);
INSERT INTO public."window" VALUES (1, 3, 3, 3, 4, 'topic', NULL, 3, 'text 3', false, '2026-11-23 09:00:00+00', false);
INSERT INTO public.work_schedule VALUES (2, 1, 1, 1, '[]', 'text 1');
INSERT INTO public.work_schedule VALUES (3, 2, 2, 2, '[]', 'text 2');
INSERT INTO public.work_schedule VALUES (1, 3, 3, 3, '[]', 'text 3');
SELECT pg_catalog.setval('public.attachment_id_seq', 3, true);
SELECT pg_catalog.setval('public.board_id_seq', 3, true);
SELECT pg_catalog.setval('public.bot_state_id_seq', 3, true);
SELECT pg_catalog.setval('public.channel_id_seq', 3, true);
SELECT pg_catalog.setval('public.close_rule_id_seq', 3, true);
SELECT pg_catalog.setval('public.contact_address_id_seq', 3, true);
SELECT pg_catalog.setval('public.contact_id_seq', 3, true);
SELECT pg_catalog.setval('public.contact_note_id_seq', 3, true);
SELECT pg_catalog.setval('public.custom_field_id_seq', 3, true);
SELECT pg_catalog.setval('public.delivery_id_seq', 3, true);
SELECT pg_catalog.setval('public.department_id_seq', 3, true);
SELECT pg_catalog.setval('public.department_question_id_seq', 3, true);
SELECT pg_catalog.setval('public.dialog_id_seq', 3, true);
SELECT pg_catalog.setval('public.employee_id_seq', 3, true);
SELECT pg_catalog.setval('public.event_id_seq', 3, true);
SELECT pg_catalog.setval('public.exempt_days_id_seq', 3, true);
SELECT pg_catalog.setval('public.formertopic_id_seq', 3, true);
SELECT pg_catalog.setval('public.forum_id_seq', 3, true);
SELECT pg_catalog.setval('public.invite_id_seq', 3, true);
SELECT pg_catalog.setval('public.journal_entry_id_seq', 3, true);
SELECT pg_catalog.setval('public.keyword_id_seq', 3, true);
SELECT pg_catalog.setval('public.message_id_seq', 3, true);
SELECT pg_catalog.setval('public.mirror_id_seq', 3, true);
SELECT pg_catalog.setval('public.notice_id_seq', 3, true);
SELECT pg_catalog.setval('public.offer_id_seq', 3, true);
SELECT pg_catalog.setval('public.organization_id_seq', 3, true);
SELECT pg_catalog.setval('public.outage_id_seq', 3, true);
SELECT pg_catalog.setval('public.outage_notice_id_seq', 3, true);
SELECT pg_catalog.setval('public.part_id_seq', 3, true);
SELECT pg_catalog.setval('public.pause_id_seq', 3, true);
SELECT pg_catalog.setval('public.rating_id_seq', 3, true);
SELECT pg_catalog.setval('public.reaction_id_seq', 3, true);
SELECT pg_catalog.setval('public.routing_id_seq', 3, true);
SELECT pg_catalog.setval('public.routing_rules_id_seq', 3, true);
SELECT pg_catalog.setval('public.scheduled_message_id_seq', 3, true);
SELECT pg_catalog.setval('public.search_id_seq', 3, true);
SELECT pg_catalog.setval('public.shift_rules_id_seq', 3, true);
SELECT pg_catalog.setval('public.sign_in_id_seq', 3, true);
SELECT pg_catalog.setval('public.tag_id_seq', 3, true);
SELECT pg_catalog.setval('public.task_id_seq', 3, true);
SELECT pg_catalog.setval('public.taskcard_id_seq', 3, true);
SELECT pg_catalog.setval('public.taskreminder_id_seq', 3, true);
SELECT pg_catalog.setval('public.template_id_seq', 3, true);
SELECT pg_catalog.setval('public.told_task_id_seq', 3, true);
SELECT pg_catalog.setval('public.unanswered_rule_id_seq', 3, true);
SELECT pg_catalog.setval('public.version_id_seq', 3, true);
SELECT pg_catalog.setval('public.wait_id_seq', 3, true);
SELECT pg_catalog.setval('public.window_id_seq', 3, true);
SELECT pg_catalog.setval('public.work_schedule_id_seq', 3, true);
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.attachment
    ADD CONSTRAINT pk_attachment PRIMARY KEY (id);
ALTER TABLE ONLY public.board
    ADD CONSTRAINT pk_board PRIMARY KEY (id);
ALTER TABLE ONLY public.bot_state
    ADD CONSTRAINT pk_bot_state PRIMARY KEY (id);
ALTER TABLE ONLY public.channel
    ADD CONSTRAINT pk_channel PRIMARY KEY (id);
ALTER TABLE ONLY public.close_rule
    ADD CONSTRAINT pk_close_rule PRIMARY KEY (id);
ALTER TABLE ONLY public.contact
    ADD CONSTRAINT pk_contact PRIMARY KEY (id);
ALTER TABLE ONLY public.contact_address
    ADD CONSTRAINT pk_contact_address PRIMARY KEY (id);
ALTER TABLE ONLY public.contact_note
    ADD CONSTRAINT pk_contact_note PRIMARY KEY (id);
ALTER TABLE ONLY public.contact_tag
    ADD CONSTRAINT pk_contact_tag PRIMARY KEY (contact_id, tag_id);
ALTER TABLE ONLY public.custom_field
    ADD CONSTRAINT pk_custom_field PRIMARY KEY (id);
ALTER TABLE ONLY public.delivery
    ADD CONSTRAINT pk_delivery PRIMARY KEY (id);
ALTER TABLE ONLY public.department
    ADD CONSTRAINT pk_department PRIMARY KEY (id);
ALTER TABLE ONLY public.department_question
    ADD CONSTRAINT pk_department_question PRIMARY KEY (id);
ALTER TABLE ONLY public.deputy
    ADD CONSTRAINT pk_deputy PRIMARY KEY (employee_id);
ALTER TABLE ONLY public.dialog
    ADD CONSTRAINT pk_dialog PRIMARY KEY (id);
ALTER TABLE ONLY public.dialog_filter
    ADD CONSTRAINT pk_dialog_filter PRIMARY KEY (employee_id);
ALTER TABLE ONLY public.dialog_tag
    ADD CONSTRAINT pk_dialog_tag PRIMARY KEY (dialog_id, tag_id);
ALTER TABLE ONLY public.employee
    ADD CONSTRAINT pk_employee PRIMARY KEY (id);
ALTER TABLE ONLY public.event
    ADD CONSTRAINT pk_event PRIMARY KEY (id);
ALTER TABLE ONLY public.exempt_days
    ADD CONSTRAINT pk_exempt_days PRIMARY KEY (id);
ALTER TABLE ONLY public.field_value
    ADD CONSTRAINT pk_field_value PRIMARY KEY (contact_id, field_id);
ALTER TABLE ONLY public.formertopic
    ADD CONSTRAINT pk_formertopic PRIMARY KEY (id);
ALTER TABLE ONLY public.forum
    ADD CONSTRAINT pk_forum PRIMARY KEY (id);
ALTER TABLE ONLY public.invite
    ADD CONSTRAINT pk_invite PRIMARY KEY (id);
ALTER TABLE ONLY public.journal_cursor
    ADD CONSTRAINT pk_journal_cursor PRIMARY KEY (source);
ALTER TABLE ONLY public.journal_entry
    ADD CONSTRAINT pk_journal_entry PRIMARY KEY (id);
ALTER TABLE ONLY public.keyword
    ADD CONSTRAINT pk_keyword PRIMARY KEY (id);
ALTER TABLE ONLY public.membership
    ADD CONSTRAINT pk_membership PRIMARY KEY (employee_id, department_id);
ALTER TABLE ONLY public.message
    ADD CONSTRAINT pk_message PRIMARY KEY (id);
ALTER TABLE ONLY public.mirror
    ADD CONSTRAINT pk_mirror PRIMARY KEY (id);
ALTER TABLE ONLY public.notice
    ADD CONSTRAINT pk_notice PRIMARY KEY (id);
ALTER TABLE ONLY public.offer
    ADD CONSTRAINT pk_offer PRIMARY KEY (id);
ALTER TABLE ONLY public.organization
    ADD CONSTRAINT pk_organization PRIMARY KEY (id);
ALTER TABLE ONLY public.outage
    ADD CONSTRAINT pk_outage PRIMARY KEY (id);
ALTER TABLE ONLY public.outage_notice
    ADD CONSTRAINT pk_outage_notice PRIMARY KEY (id);
ALTER TABLE ONLY public.part
    ADD CONSTRAINT pk_part PRIMARY KEY (id);
ALTER TABLE ONLY public.pause
    ADD CONSTRAINT pk_pause PRIMARY KEY (id);
ALTER TABLE ONLY public.prompt
    ADD CONSTRAINT pk_prompt PRIMARY KEY (chat_id, thread_id, asked_of);
ALTER TABLE ONLY public.rating
    ADD CONSTRAINT pk_rating PRIMARY KEY (id);
ALTER TABLE ONLY public.reaction
    ADD CONSTRAINT pk_reaction PRIMARY KEY (id);
ALTER TABLE ONLY public.routing
    ADD CONSTRAINT pk_routing PRIMARY KEY (id);
ALTER TABLE ONLY public.routing_rules
    ADD CONSTRAINT pk_routing_rules PRIMARY KEY (id);
ALTER TABLE ONLY public.scheduled_message
    ADD CONSTRAINT pk_scheduled_message PRIMARY KEY (id);
ALTER TABLE ONLY public.search
    ADD CONSTRAINT pk_search PRIMARY KEY (id);
ALTER TABLE ONLY public.shift
    ADD CONSTRAINT pk_shift PRIMARY KEY (employee_id);
ALTER TABLE ONLY public.shift_rules
    ADD CONSTRAINT pk_shift_rules PRIMARY KEY (id);
ALTER TABLE ONLY public.sign_in
    ADD CONSTRAINT pk_sign_in PRIMARY KEY (id);
ALTER TABLE ONLY public.sign_in_guard
    ADD CONSTRAINT pk_sign_in_guard PRIMARY KEY (telegram_user_id);
ALTER TABLE ONLY public.silence
    ADD CONSTRAINT pk_silence PRIMARY KEY (dialog_id);
ALTER TABLE ONLY public.tag
    ADD CONSTRAINT pk_tag PRIMARY KEY (id);
ALTER TABLE ONLY public.task
    ADD CONSTRAINT pk_task PRIMARY KEY (id);
ALTER TABLE ONLY public.taskcard
    ADD CONSTRAINT pk_taskcard PRIMARY KEY (id);
ALTER TABLE ONLY public.taskreminder
    ADD CONSTRAINT pk_taskreminder PRIMARY KEY (id);
ALTER TABLE ONLY public.taskview
    ADD CONSTRAINT pk_taskview PRIMARY KEY (employee_id);
ALTER TABLE ONLY public.template
    ADD CONSTRAINT pk_template PRIMARY KEY (id);
ALTER TABLE ONLY public.told_task
    ADD CONSTRAINT pk_told_task PRIMARY KEY (id);
ALTER TABLE ONLY public.unanswered_rule
    ADD CONSTRAINT pk_unanswered_rule PRIMARY KEY (id);
ALTER TABLE ONLY public.undo
    ADD CONSTRAINT pk_undo PRIMARY KEY (message_id);
ALTER TABLE ONLY public.version
    ADD CONSTRAINT pk_version PRIMARY KEY (id);
ALTER TABLE ONLY public.wait
    ADD CONSTRAINT pk_wait PRIMARY KEY (id);
ALTER TABLE ONLY public."window"
    ADD CONSTRAINT pk_window PRIMARY KEY (id);
ALTER TABLE ONLY public.work_schedule
    ADD CONSTRAINT pk_work_schedule PRIMARY KEY (id);
ALTER TABLE ONLY public.channel
    ADD CONSTRAINT uq_channel_account_id UNIQUE (account_id);
ALTER TABLE ONLY public.channel
    ADD CONSTRAINT uq_channel_organization_id_name UNIQUE (organization_id, name);
ALTER TABLE ONLY public.contact_address
    ADD CONSTRAINT uq_contact_address_channel_id_external_id UNIQUE (channel_id, external_id);
ALTER TABLE ONLY public.department
    ADD CONSTRAINT uq_department_organization_id_name UNIQUE (organization_id, name);
ALTER TABLE ONLY public.department_question
    ADD CONSTRAINT uq_department_question_dialog_id UNIQUE (dialog_id);
ALTER TABLE ONLY public.employee
    ADD CONSTRAINT uq_employee_phone UNIQUE (phone);
ALTER TABLE ONLY public.forum
    ADD CONSTRAINT uq_forum_chat_id UNIQUE (chat_id);
ALTER TABLE ONLY public.forum
    ADD CONSTRAINT uq_forum_department_id UNIQUE (department_id);
ALTER TABLE ONLY public.invite
    ADD CONSTRAINT uq_invite_token_hash UNIQUE (token_hash);
ALTER TABLE ONLY public.journal_entry
    ADD CONSTRAINT uq_journal_entry_source_external_id UNIQUE (source, external_id);
ALTER TABLE ONLY public.message
    ADD CONSTRAINT uq_message_dialog_id_external_id UNIQUE (dialog_id, external_id);
ALTER TABLE ONLY public.mirror
    ADD CONSTRAINT uq_mirror_chat_id_telegram_message_id_message_id UNIQUE (chat_id, telegram_message_id, message_id);
ALTER TABLE ONLY public.offer
    ADD CONSTRAINT uq_offer_dialog_id_chat_id UNIQUE (dialog_id, chat_id);
ALTER TABLE ONLY public.organization
    ADD CONSTRAINT uq_organization_name UNIQUE (name);
ALTER TABLE ONLY public.part
    ADD CONSTRAINT uq_part_dialog_id_external_id UNIQUE (dialog_id, external_id);
ALTER TABLE ONLY public.rating
    ADD CONSTRAINT uq_rating_message_id UNIQUE (message_id);
ALTER TABLE ONLY public.reaction
    ADD CONSTRAINT uq_reaction_message_id_employee_id UNIQUE (message_id, employee_id);
ALTER TABLE ONLY public.routing
    ADD CONSTRAINT uq_routing_department_id UNIQUE (department_id);
ALTER TABLE ONLY public.routing_rules
    ADD CONSTRAINT uq_routing_rules_organization_id UNIQUE (organization_id);
ALTER TABLE ONLY public.shift_rules
    ADD CONSTRAINT uq_shift_rules_organization_id UNIQUE (organization_id);
ALTER TABLE ONLY public.taskcard
    ADD CONSTRAINT uq_taskcard_task_id_window_id UNIQUE (task_id, window_id);
ALTER TABLE ONLY public."window"
    ADD CONSTRAINT uq_window_dialog_id_chat_id UNIQUE (dialog_id, chat_id);
ALTER TABLE ONLY public.work_schedule
    ADD CONSTRAINT uq_work_schedule_department_id UNIQUE (department_id);
ALTER TABLE ONLY public.work_schedule
    ADD CONSTRAINT uq_work_schedule_employee_id UNIQUE (employee_id);
CREATE INDEX ix_address_search ON public.contact_address USING gin (public.folded((((COALESCE(username, ''::character varying))::text || ' '::text) || (COALESCE(external_id, ''::character varying))::text)) public.gin_trgm_ops);
CREATE INDEX ix_attachment_message_id ON public.attachment USING btree (message_id);
CREATE UNIQUE INDEX ix_board_chat ON public.board USING btree (organization_id, chat_id);
CREATE UNIQUE INDEX ix_bot_state_dialog ON public.bot_state USING btree (dialog_id);
CREATE UNIQUE INDEX ix_close_rule_department ON public.close_rule USING btree (organization_id, department_id);
CREATE INDEX ix_contact_address_contact_id ON public.contact_address USING btree (contact_id);
CREATE INDEX ix_contact_note_contact ON public.contact_note USING btree (contact_id, id);
CREATE INDEX ix_contact_phone ON public.contact USING btree (phone);
CREATE INDEX ix_contact_search ON public.contact USING gin (public.folded((((((COALESCE(name, ''::character varying))::text || ' '::text) || (COALESCE(own_name, ''::character varying))::text) || ' '::text) || (COALESCE(phone, ''::character varying))::text)) public.gin_trgm_ops);
CREATE INDEX ix_contact_tag_tag ON public.contact_tag USING btree (tag_id, contact_id);
CREATE UNIQUE INDEX ix_custom_field_key ON public.custom_field USING btree (organization_id, key) WHERE (deleted_at IS NULL);
CREATE INDEX ix_delivery_due ON public.delivery USING btree (status, id);
CREATE INDEX ix_delivery_key ON public.delivery USING btree (key, status, id);
CREATE INDEX ix_delivery_lane ON public.delivery USING btree (lane, status, id);
CREATE INDEX ix_delivery_message_id ON public.delivery USING btree (message_id);
CREATE INDEX ix_delivery_settled ON public.delivery USING btree (status, settled_at);
CREATE INDEX ix_delivery_window ON public.delivery USING btree (window_id, status, id);
CREATE INDEX ix_dialog_assignee ON public.dialog USING btree (assignee_id, status, last_message_at);
CREATE UNIQUE INDEX ix_dialog_contact_channel ON public.dialog USING btree (contact_id, channel_id);
CREATE INDEX ix_dialog_list ON public.dialog USING btree (organization_id, status, last_message_at);
CREATE INDEX ix_dialog_snoozed ON public.dialog USING btree (snoozed_until);
CREATE INDEX ix_dialog_tag_tag ON public.dialog_tag USING btree (tag_id, dialog_id);
CREATE INDEX ix_dialog_waiting ON public.dialog USING btree (organization_id, waiting_since) WHERE (waiting_since IS NOT NULL);
CREATE INDEX ix_employee_name ON public.employee USING btree (organization_id, name);
CREATE INDEX ix_event_dialog ON public.event USING btree (dialog_id, kind, id);
CREATE INDEX ix_event_kind_at ON public.event USING btree (organization_id, kind, at, employee_id, dialog_id, department_id, waited, is_first);
CREATE INDEX ix_exempt_days_department_id ON public.exempt_days USING btree (department_id);
CREATE INDEX ix_exempt_days_employee_id ON public.exempt_days USING btree (employee_id);
CREATE INDEX ix_exempt_days_last ON public.exempt_days USING btree (organization_id, last);
CREATE INDEX ix_field_value_field_id ON public.field_value USING btree (field_id);
CREATE INDEX ix_formertopic_thread ON public.formertopic USING btree (chat_id, thread_id);
CREATE INDEX ix_formertopic_window_id ON public.formertopic USING btree (window_id);
CREATE INDEX ix_journal_handled ON public.journal_entry USING btree (state, handled_at);
CREATE INDEX ix_journal_state ON public.journal_entry USING btree (state, id);
CREATE INDEX ix_keyword_list ON public.keyword USING btree (organization_id, id);
CREATE INDEX ix_membership_department_id ON public.membership USING btree (department_id);
CREATE INDEX ix_membership_employee ON public.membership USING btree (organization_id, employee_id);
CREATE INDEX ix_message_day ON public.message USING btree (organization_id, created_at, dialog_id, author, is_hidden);
CREATE INDEX ix_message_dialog_created ON public.message USING btree (dialog_id, id);
CREATE INDEX ix_message_search ON public.message USING gin (public.folded((COALESCE(text, ''::character varying))::text) public.gin_trgm_ops);
CREATE INDEX ix_mirror_message_id ON public.mirror USING btree (message_id);
CREATE INDEX ix_mirror_window ON public.mirror USING btree (window_id, message_id);
CREATE INDEX ix_notice_channel ON public.notice USING btree (organization_id, channel_id, kind);
CREATE INDEX ix_offer_chat ON public.offer USING btree (chat_id, is_live);
CREATE UNIQUE INDEX ix_outage_notice_outage ON public.outage_notice USING btree (outage_id, chat_id);
CREATE INDEX ix_outage_settled_at ON public.outage USING btree (settled_at);
CREATE INDEX ix_part_message_id ON public.part USING btree (message_id);
CREATE INDEX ix_pause_employee_id ON public.pause USING btree (employee_id);
CREATE INDEX ix_pause_until ON public.pause USING btree (organization_id, until);
CREATE INDEX ix_rating_dialog ON public.rating USING btree (dialog_id, id);
CREATE INDEX ix_rating_due ON public.rating USING btree (due_at);
CREATE INDEX ix_rating_scored ON public.rating USING btree (organization_id, scored_at);
CREATE INDEX ix_routing_list ON public.routing USING btree (organization_id, id);
CREATE INDEX ix_scheduled_message_author ON public.scheduled_message USING btree (author_id, state);
CREATE INDEX ix_scheduled_message_dialog ON public.scheduled_message USING btree (dialog_id, state);
CREATE INDEX ix_scheduled_message_due ON public.scheduled_message USING btree (state, due_at);
CREATE INDEX ix_search_employee ON public.search USING btree (employee_id, id);
CREATE INDEX ix_shift_due ON public.shift USING btree (due_at);
CREATE INDEX ix_shift_on ON public.shift USING btree (organization_id, is_on);
CREATE INDEX ix_sign_in_active ON public.sign_in USING btree (organization_id, ended_at);
CREATE UNIQUE INDEX ix_sign_in_active_account ON public.sign_in USING btree (telegram_user_id) WHERE (ended_at IS NULL);
CREATE INDEX ix_sign_in_employee_id ON public.sign_in USING btree (employee_id);
CREATE INDEX ix_silence_close_at ON public.silence USING btree (close_at);
CREATE UNIQUE INDEX ix_tag_key ON public.tag USING btree (organization_id, scope, key) WHERE (deleted_at IS NULL);
CREATE INDEX ix_task_assignee ON public.task USING btree (assignee_id, status);
CREATE INDEX ix_task_department ON public.task USING btree (department_id, status);
CREATE INDEX ix_task_dialog ON public.task USING btree (dialog_id, status, deleted_at, order_at);
CREATE INDEX ix_task_draft ON public.task USING btree (created_at) WHERE ((status)::text = 'draft'::text);
CREATE INDEX ix_task_list ON public.task USING btree (organization_id, status, order_at, id);
CREATE INDEX ix_task_next_id ON public.task USING btree (next_id);
CREATE INDEX ix_task_reminder_due ON public.taskreminder USING btree (fired_at, due_at);
CREATE INDEX ix_taskcard_window_id ON public.taskcard USING btree (window_id);
CREATE INDEX ix_taskreminder_task_id ON public.taskreminder USING btree (task_id);
CREATE INDEX ix_template_author_id ON public.template USING btree (author_id);
CREATE INDEX ix_template_department_id ON public.template USING btree (department_id);
CREATE INDEX ix_template_list ON public.template USING btree (organization_id, deleted_at, uses);
CREATE INDEX ix_told_task_task_id ON public.told_task USING btree (task_id);
CREATE INDEX ix_unanswered_rule_department ON public.unanswered_rule USING btree (organization_id, department_id);
CREATE INDEX ix_undo_window_id ON public.undo USING btree (window_id);
CREATE INDEX ix_version_message_id ON public.version USING btree (message_id);
CREATE UNIQUE INDEX ix_wait_dialog ON public.wait USING btree (dialog_id);
CREATE INDEX ix_wait_due ON public.wait USING btree (due_at);
CREATE INDEX ix_window_card ON public."window" USING btree (chat_id, card_id);
CREATE INDEX ix_window_thread ON public."window" USING btree (chat_id, thread_id);
CREATE INDEX ix_window_topic ON public."window" USING btree (layout, opened_at) WHERE (thread_id IS NOT NULL);
CREATE INDEX ix_work_schedule_list ON public.work_schedule USING btree (organization_id, employee_id);
CREATE UNIQUE INDEX ix_work_schedule_of_organization ON public.work_schedule USING btree (organization_id) WHERE ((employee_id IS NULL) AND (department_id IS NULL));
ALTER TABLE ONLY public.attachment
    ADD CONSTRAINT fk_attachment_message_id_message FOREIGN KEY (message_id) REFERENCES public.message(id);
ALTER TABLE ONLY public.attachment
    ADD CONSTRAINT fk_attachment_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.attachment
    ADD CONSTRAINT fk_attachment_version_id_version FOREIGN KEY (version_id) REFERENCES public.version(id);
ALTER TABLE ONLY public.board
    ADD CONSTRAINT fk_board_department_id_department FOREIGN KEY (department_id) REFERENCES public.department(id);
ALTER TABLE ONLY public.board
    ADD CONSTRAINT fk_board_employee_id_employee FOREIGN KEY (employee_id) REFERENCES public.employee(id);
ALTER TABLE ONLY public.board
    ADD CONSTRAINT fk_board_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.bot_state
    ADD CONSTRAINT fk_bot_state_dialog_id_dialog FOREIGN KEY (dialog_id) REFERENCES public.dialog(id);
ALTER TABLE ONLY public.bot_state
    ADD CONSTRAINT fk_bot_state_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.channel
    ADD CONSTRAINT fk_channel_department_id_department FOREIGN KEY (department_id) REFERENCES public.department(id);
ALTER TABLE ONLY public.channel
    ADD CONSTRAINT fk_channel_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.close_rule
    ADD CONSTRAINT fk_close_rule_department_id_department FOREIGN KEY (department_id) REFERENCES public.department(id);
ALTER TABLE ONLY public.close_rule
    ADD CONSTRAINT fk_close_rule_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.contact_address
    ADD CONSTRAINT fk_contact_address_channel_id_channel FOREIGN KEY (channel_id) REFERENCES public.channel(id);
ALTER TABLE ONLY public.contact_address
    ADD CONSTRAINT fk_contact_address_contact_id_contact FOREIGN KEY (contact_id) REFERENCES public.contact(id);
ALTER TABLE ONLY public.contact_address
    ADD CONSTRAINT fk_contact_address_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.contact_note
    ADD CONSTRAINT fk_contact_note_contact_id_contact FOREIGN KEY (contact_id) REFERENCES public.contact(id);
ALTER TABLE ONLY public.contact_note
    ADD CONSTRAINT fk_contact_note_employee_id_employee FOREIGN KEY (employee_id) REFERENCES public.employee(id);
ALTER TABLE ONLY public.contact_note
    ADD CONSTRAINT fk_contact_note_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.contact
    ADD CONSTRAINT fk_contact_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.contact_tag
    ADD CONSTRAINT fk_contact_tag_contact_id_contact FOREIGN KEY (contact_id) REFERENCES public.contact(id);
ALTER TABLE ONLY public.contact_tag
    ADD CONSTRAINT fk_contact_tag_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.contact_tag
    ADD CONSTRAINT fk_contact_tag_put_by_employee FOREIGN KEY (put_by) REFERENCES public.employee(id);
ALTER TABLE ONLY public.contact_tag
    ADD CONSTRAINT fk_contact_tag_tag_id_tag FOREIGN KEY (tag_id) REFERENCES public.tag(id);
ALTER TABLE ONLY public.custom_field
    ADD CONSTRAINT fk_custom_field_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.delivery
    ADD CONSTRAINT fk_delivery_dialog_id_dialog FOREIGN KEY (dialog_id) REFERENCES public.dialog(id);
ALTER TABLE ONLY public.delivery
    ADD CONSTRAINT fk_delivery_message_id_message FOREIGN KEY (message_id) REFERENCES public.message(id);
ALTER TABLE ONLY public.delivery
    ADD CONSTRAINT fk_delivery_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.delivery
    ADD CONSTRAINT fk_delivery_window_id_window FOREIGN KEY (window_id) REFERENCES public."window"(id);
ALTER TABLE ONLY public.department
    ADD CONSTRAINT fk_department_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.department_question
    ADD CONSTRAINT fk_department_question_dialog_id_dialog FOREIGN KEY (dialog_id) REFERENCES public.dialog(id);
ALTER TABLE ONLY public.department_question
    ADD CONSTRAINT fk_department_question_message_id_message FOREIGN KEY (message_id) REFERENCES public.message(id);
ALTER TABLE ONLY public.department_question
    ADD CONSTRAINT fk_department_question_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.deputy
    ADD CONSTRAINT fk_deputy_deputy_id_employee FOREIGN KEY (deputy_id) REFERENCES public.employee(id);
ALTER TABLE ONLY public.deputy
    ADD CONSTRAINT fk_deputy_employee_id_employee FOREIGN KEY (employee_id) REFERENCES public.employee(id);
ALTER TABLE ONLY public.deputy
    ADD CONSTRAINT fk_deputy_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.dialog
    ADD CONSTRAINT fk_dialog_address_id_contact_address FOREIGN KEY (address_id) REFERENCES public.contact_address(id);
ALTER TABLE ONLY public.dialog
    ADD CONSTRAINT fk_dialog_assignee_id_employee FOREIGN KEY (assignee_id) REFERENCES public.employee(id);
ALTER TABLE ONLY public.dialog
    ADD CONSTRAINT fk_dialog_channel_id_channel FOREIGN KEY (channel_id) REFERENCES public.channel(id);
ALTER TABLE ONLY public.dialog
    ADD CONSTRAINT fk_dialog_contact_id_contact FOREIGN KEY (contact_id) REFERENCES public.contact(id);
ALTER TABLE ONLY public.dialog
    ADD CONSTRAINT fk_dialog_department_id_department FOREIGN KEY (department_id) REFERENCES public.department(id);
ALTER TABLE ONLY public.dialog_filter
    ADD CONSTRAINT fk_dialog_filter_channel_id_channel FOREIGN KEY (channel_id) REFERENCES public.channel(id);
ALTER TABLE ONLY public.dialog_filter
    ADD CONSTRAINT fk_dialog_filter_employee_id_employee FOREIGN KEY (employee_id) REFERENCES public.employee(id);
ALTER TABLE ONLY public.dialog_filter
    ADD CONSTRAINT fk_dialog_filter_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.dialog_filter
    ADD CONSTRAINT fk_dialog_filter_tag_id_tag FOREIGN KEY (tag_id) REFERENCES public.tag(id);
ALTER TABLE ONLY public.dialog
    ADD CONSTRAINT fk_dialog_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.dialog_tag
    ADD CONSTRAINT fk_dialog_tag_dialog_id_dialog FOREIGN KEY (dialog_id) REFERENCES public.dialog(id);
ALTER TABLE ONLY public.dialog_tag
    ADD CONSTRAINT fk_dialog_tag_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.dialog_tag
    ADD CONSTRAINT fk_dialog_tag_put_by_employee FOREIGN KEY (put_by) REFERENCES public.employee(id);
ALTER TABLE ONLY public.dialog_tag
    ADD CONSTRAINT fk_dialog_tag_tag_id_tag FOREIGN KEY (tag_id) REFERENCES public.tag(id);
ALTER TABLE ONLY public.employee
    ADD CONSTRAINT fk_employee_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.event
    ADD CONSTRAINT fk_event_department_id_department FOREIGN KEY (department_id) REFERENCES public.department(id);
ALTER TABLE ONLY public.event
    ADD CONSTRAINT fk_event_dialog_id_dialog FOREIGN KEY (dialog_id) REFERENCES public.dialog(id);
ALTER TABLE ONLY public.event
    ADD CONSTRAINT fk_event_employee_id_employee FOREIGN KEY (employee_id) REFERENCES public.employee(id);
ALTER TABLE ONLY public.event
    ADD CONSTRAINT fk_event_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.exempt_days
    ADD CONSTRAINT fk_exempt_days_department_id_department FOREIGN KEY (department_id) REFERENCES public.department(id);
ALTER TABLE ONLY public.exempt_days
    ADD CONSTRAINT fk_exempt_days_employee_id_employee FOREIGN KEY (employee_id) REFERENCES public.employee(id);
ALTER TABLE ONLY public.exempt_days
    ADD CONSTRAINT fk_exempt_days_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.field_value
    ADD CONSTRAINT fk_field_value_contact_id_contact FOREIGN KEY (contact_id) REFERENCES public.contact(id);
ALTER TABLE ONLY public.field_value
    ADD CONSTRAINT fk_field_value_field_id_custom_field FOREIGN KEY (field_id) REFERENCES public.custom_field(id);
ALTER TABLE ONLY public.field_value
    ADD CONSTRAINT fk_field_value_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.field_value
    ADD CONSTRAINT fk_field_value_put_by_employee FOREIGN KEY (put_by) REFERENCES public.employee(id);
ALTER TABLE ONLY public.formertopic
    ADD CONSTRAINT fk_formertopic_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.formertopic
    ADD CONSTRAINT fk_formertopic_window_id_window FOREIGN KEY (window_id) REFERENCES public."window"(id);
ALTER TABLE ONLY public.forum
    ADD CONSTRAINT fk_forum_department_id_department FOREIGN KEY (department_id) REFERENCES public.department(id);
ALTER TABLE ONLY public.forum
    ADD CONSTRAINT fk_forum_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.invite
    ADD CONSTRAINT fk_invite_created_by_id_employee FOREIGN KEY (created_by_id) REFERENCES public.employee(id);
ALTER TABLE ONLY public.invite
    ADD CONSTRAINT fk_invite_employee_id_employee FOREIGN KEY (employee_id) REFERENCES public.employee(id);
ALTER TABLE ONLY public.invite
    ADD CONSTRAINT fk_invite_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.keyword
    ADD CONSTRAINT fk_keyword_channel_id_channel FOREIGN KEY (channel_id) REFERENCES public.channel(id);
ALTER TABLE ONLY public.keyword
    ADD CONSTRAINT fk_keyword_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.membership
    ADD CONSTRAINT fk_membership_department_id_department FOREIGN KEY (department_id) REFERENCES public.department(id);
ALTER TABLE ONLY public.membership
    ADD CONSTRAINT fk_membership_employee_id_employee FOREIGN KEY (employee_id) REFERENCES public.employee(id);
ALTER TABLE ONLY public.membership
    ADD CONSTRAINT fk_membership_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.message
    ADD CONSTRAINT fk_message_dialog_id_dialog FOREIGN KEY (dialog_id) REFERENCES public.dialog(id);
ALTER TABLE ONLY public.message
    ADD CONSTRAINT fk_message_employee_id_employee FOREIGN KEY (employee_id) REFERENCES public.employee(id);
ALTER TABLE ONLY public.message
    ADD CONSTRAINT fk_message_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.message
    ADD CONSTRAINT fk_message_reply_to_id_message FOREIGN KEY (reply_to_id) REFERENCES public.message(id);
ALTER TABLE ONLY public.mirror
    ADD CONSTRAINT fk_mirror_message_id_message FOREIGN KEY (message_id) REFERENCES public.message(id);
ALTER TABLE ONLY public.mirror
    ADD CONSTRAINT fk_mirror_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.mirror
    ADD CONSTRAINT fk_mirror_window_id_window FOREIGN KEY (window_id) REFERENCES public."window"(id);
ALTER TABLE ONLY public.notice
    ADD CONSTRAINT fk_notice_channel_id_channel FOREIGN KEY (channel_id) REFERENCES public.channel(id);
ALTER TABLE ONLY public.notice
    ADD CONSTRAINT fk_notice_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.offer
    ADD CONSTRAINT fk_offer_dialog_id_dialog FOREIGN KEY (dialog_id) REFERENCES public.dialog(id);
ALTER TABLE ONLY public.offer
    ADD CONSTRAINT fk_offer_employee_id_employee FOREIGN KEY (employee_id) REFERENCES public.employee(id);
ALTER TABLE ONLY public.offer
    ADD CONSTRAINT fk_offer_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.outage_notice
    ADD CONSTRAINT fk_outage_notice_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.outage_notice
    ADD CONSTRAINT fk_outage_notice_outage_id_outage FOREIGN KEY (outage_id) REFERENCES public.outage(id);
ALTER TABLE ONLY public.part
    ADD CONSTRAINT fk_part_dialog_id_dialog FOREIGN KEY (dialog_id) REFERENCES public.dialog(id);
ALTER TABLE ONLY public.part
    ADD CONSTRAINT fk_part_message_id_message FOREIGN KEY (message_id) REFERENCES public.message(id);
ALTER TABLE ONLY public.part
    ADD CONSTRAINT fk_part_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.pause
    ADD CONSTRAINT fk_pause_employee_id_employee FOREIGN KEY (employee_id) REFERENCES public.employee(id);
ALTER TABLE ONLY public.pause
    ADD CONSTRAINT fk_pause_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.rating
    ADD CONSTRAINT fk_rating_channel_id_channel FOREIGN KEY (channel_id) REFERENCES public.channel(id);
ALTER TABLE ONLY public.rating
    ADD CONSTRAINT fk_rating_department_id_department FOREIGN KEY (department_id) REFERENCES public.department(id);
ALTER TABLE ONLY public.rating
    ADD CONSTRAINT fk_rating_dialog_id_dialog FOREIGN KEY (dialog_id) REFERENCES public.dialog(id);
ALTER TABLE ONLY public.rating
    ADD CONSTRAINT fk_rating_employee_id_employee FOREIGN KEY (employee_id) REFERENCES public.employee(id);
ALTER TABLE ONLY public.rating
    ADD CONSTRAINT fk_rating_message_id_message FOREIGN KEY (message_id) REFERENCES public.message(id);
ALTER TABLE ONLY public.rating
    ADD CONSTRAINT fk_rating_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.reaction
    ADD CONSTRAINT fk_reaction_employee_id_employee FOREIGN KEY (employee_id) REFERENCES public.employee(id);
ALTER TABLE ONLY public.reaction
    ADD CONSTRAINT fk_reaction_message_id_message FOREIGN KEY (message_id) REFERENCES public.message(id);
ALTER TABLE ONLY public.reaction
    ADD CONSTRAINT fk_reaction_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.routing
    ADD CONSTRAINT fk_routing_department_id_department FOREIGN KEY (department_id) REFERENCES public.department(id);
ALTER TABLE ONLY public.routing
    ADD CONSTRAINT fk_routing_last_id_employee FOREIGN KEY (last_id) REFERENCES public.employee(id);
ALTER TABLE ONLY public.routing
    ADD CONSTRAINT fk_routing_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.routing_rules
    ADD CONSTRAINT fk_routing_rules_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.scheduled_message
    ADD CONSTRAINT fk_scheduled_message_author_id_employee FOREIGN KEY (author_id) REFERENCES public.employee(id);
ALTER TABLE ONLY public.scheduled_message
    ADD CONSTRAINT fk_scheduled_message_dialog_id_dialog FOREIGN KEY (dialog_id) REFERENCES public.dialog(id);
ALTER TABLE ONLY public.scheduled_message
    ADD CONSTRAINT fk_scheduled_message_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.scheduled_message
    ADD CONSTRAINT fk_scheduled_message_reply_to_id_message FOREIGN KEY (reply_to_id) REFERENCES public.message(id);
ALTER TABLE ONLY public.scheduled_message
    ADD CONSTRAINT fk_scheduled_message_responsible_id_employee FOREIGN KEY (responsible_id) REFERENCES public.employee(id);
ALTER TABLE ONLY public.search
    ADD CONSTRAINT fk_search_employee_id_employee FOREIGN KEY (employee_id) REFERENCES public.employee(id);
ALTER TABLE ONLY public.search
    ADD CONSTRAINT fk_search_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.shift
    ADD CONSTRAINT fk_shift_employee_id_employee FOREIGN KEY (employee_id) REFERENCES public.employee(id);
ALTER TABLE ONLY public.shift
    ADD CONSTRAINT fk_shift_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.shift_rules
    ADD CONSTRAINT fk_shift_rules_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.sign_in
    ADD CONSTRAINT fk_sign_in_employee_id_employee FOREIGN KEY (employee_id) REFERENCES public.employee(id);
ALTER TABLE ONLY public.sign_in
    ADD CONSTRAINT fk_sign_in_open_dialog_id_dialog FOREIGN KEY (open_dialog_id) REFERENCES public.dialog(id);
ALTER TABLE ONLY public.sign_in
    ADD CONSTRAINT fk_sign_in_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.silence
    ADD CONSTRAINT fk_silence_dialog_id_dialog FOREIGN KEY (dialog_id) REFERENCES public.dialog(id);
ALTER TABLE ONLY public.silence
    ADD CONSTRAINT fk_silence_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.tag
    ADD CONSTRAINT fk_tag_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.task
    ADD CONSTRAINT fk_task_assignee_id_employee FOREIGN KEY (assignee_id) REFERENCES public.employee(id);
ALTER TABLE ONLY public.task
    ADD CONSTRAINT fk_task_author_id_employee FOREIGN KEY (author_id) REFERENCES public.employee(id);
ALTER TABLE ONLY public.task
    ADD CONSTRAINT fk_task_contact_id_contact FOREIGN KEY (contact_id) REFERENCES public.contact(id);
ALTER TABLE ONLY public.task
    ADD CONSTRAINT fk_task_department_id_department FOREIGN KEY (department_id) REFERENCES public.department(id);
ALTER TABLE ONLY public.task
    ADD CONSTRAINT fk_task_dialog_id_dialog FOREIGN KEY (dialog_id) REFERENCES public.dialog(id);
ALTER TABLE ONLY public.task
    ADD CONSTRAINT fk_task_done_by_id_employee FOREIGN KEY (done_by_id) REFERENCES public.employee(id);
ALTER TABLE ONLY public.task
    ADD CONSTRAINT fk_task_next_id_task FOREIGN KEY (next_id) REFERENCES public.task(id);
ALTER TABLE ONLY public.task
    ADD CONSTRAINT fk_task_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.taskcard
    ADD CONSTRAINT fk_taskcard_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.taskcard
    ADD CONSTRAINT fk_taskcard_task_id_task FOREIGN KEY (task_id) REFERENCES public.task(id);
ALTER TABLE ONLY public.taskcard
    ADD CONSTRAINT fk_taskcard_window_id_window FOREIGN KEY (window_id) REFERENCES public."window"(id);
ALTER TABLE ONLY public.taskreminder
    ADD CONSTRAINT fk_taskreminder_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.taskreminder
    ADD CONSTRAINT fk_taskreminder_task_id_task FOREIGN KEY (task_id) REFERENCES public.task(id);
ALTER TABLE ONLY public.taskview
    ADD CONSTRAINT fk_taskview_assignee_id_employee FOREIGN KEY (assignee_id) REFERENCES public.employee(id);
ALTER TABLE ONLY public.taskview
    ADD CONSTRAINT fk_taskview_department_id_department FOREIGN KEY (department_id) REFERENCES public.department(id);
ALTER TABLE ONLY public.taskview
    ADD CONSTRAINT fk_taskview_employee_id_employee FOREIGN KEY (employee_id) REFERENCES public.employee(id);
ALTER TABLE ONLY public.taskview
    ADD CONSTRAINT fk_taskview_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.template
    ADD CONSTRAINT fk_template_author_id_employee FOREIGN KEY (author_id) REFERENCES public.employee(id);
ALTER TABLE ONLY public.template
    ADD CONSTRAINT fk_template_department_id_department FOREIGN KEY (department_id) REFERENCES public.department(id);
ALTER TABLE ONLY public.template
    ADD CONSTRAINT fk_template_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.told_task
    ADD CONSTRAINT fk_told_task_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.told_task
    ADD CONSTRAINT fk_told_task_task_id_task FOREIGN KEY (task_id) REFERENCES public.task(id);
ALTER TABLE ONLY public.told_task
    ADD CONSTRAINT fk_told_task_window_id_window FOREIGN KEY (window_id) REFERENCES public."window"(id);
ALTER TABLE ONLY public.unanswered_rule
    ADD CONSTRAINT fk_unanswered_rule_department_id_department FOREIGN KEY (department_id) REFERENCES public.department(id);
ALTER TABLE ONLY public.unanswered_rule
    ADD CONSTRAINT fk_unanswered_rule_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.undo
    ADD CONSTRAINT fk_undo_message_id_message FOREIGN KEY (message_id) REFERENCES public.message(id);
ALTER TABLE ONLY public.undo
    ADD CONSTRAINT fk_undo_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.undo
    ADD CONSTRAINT fk_undo_window_id_window FOREIGN KEY (window_id) REFERENCES public."window"(id);
ALTER TABLE ONLY public.version
    ADD CONSTRAINT fk_version_message_id_message FOREIGN KEY (message_id) REFERENCES public.message(id);
ALTER TABLE ONLY public.version
    ADD CONSTRAINT fk_version_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.wait
    ADD CONSTRAINT fk_wait_dialog_id_dialog FOREIGN KEY (dialog_id) REFERENCES public.dialog(id);
ALTER TABLE ONLY public.wait
    ADD CONSTRAINT fk_wait_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public."window"
    ADD CONSTRAINT fk_window_dialog_id_dialog FOREIGN KEY (dialog_id) REFERENCES public.dialog(id);
ALTER TABLE ONLY public."window"
    ADD CONSTRAINT fk_window_employee_id_employee FOREIGN KEY (employee_id) REFERENCES public.employee(id);
ALTER TABLE ONLY public."window"
    ADD CONSTRAINT fk_window_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.work_schedule
    ADD CONSTRAINT fk_work_schedule_department_id_department FOREIGN KEY (department_id) REFERENCES public.department(id);
ALTER TABLE ONLY public.work_schedule
    ADD CONSTRAINT fk_work_schedule_employee_id_employee FOREIGN KEY (employee_id) REFERENCES public.employee(id);
ALTER TABLE ONLY public.work_schedule
    ADD CONSTRAINT fk_work_schedule_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
