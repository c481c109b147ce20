CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE journal_cursor (
	source VARCHAR NOT NULL, 
	position BIGINT NOT NULL, 
	moved_at DATETIME NOT NULL, 
	CONSTRAINT pk_journal_cursor PRIMARY KEY (source)
);
CREATE TABLE journal_entry (
	id INTEGER NOT NULL, 
	source VARCHAR NOT NULL, 
	external_id VARCHAR NOT NULL, 
	lane VARCHAR NOT NULL, 
	payload VARCHAR NOT NULL, 
	received_at DATETIME NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	attempts INTEGER NOT NULL, 
	error VARCHAR, 
	handled_at DATETIME, 
	CONSTRAINT pk_journal_entry PRIMARY KEY (id), 
	CONSTRAINT uq_journal_entry_source_external_id UNIQUE (source, external_id)
);
CREATE TABLE sign_in_guard (
	telegram_user_id BIGINT NOT NULL, 
	failures INTEGER NOT NULL, 
	locked_until DATETIME, 
	CONSTRAINT pk_sign_in_guard PRIMARY KEY (telegram_user_id)
);
CREATE TABLE department (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	CONSTRAINT pk_department PRIMARY KEY (id), 
	CONSTRAINT fk_department_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT uq_department_organization_id_name UNIQUE (organization_id, name)
);
CREATE TABLE invite (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	employee_id INTEGER NOT NULL, 
	token_hash VARCHAR NOT NULL, 
	created_by_id INTEGER, 
	expires_at DATETIME NOT NULL, 
	used_at DATETIME, 
	CONSTRAINT pk_invite PRIMARY KEY (id), 
	CONSTRAINT fk_invite_created_by_id_employee FOREIGN KEY(created_by_id) REFERENCES employee (id), 
	CONSTRAINT fk_invite_employee_id_employee FOREIGN KEY(employee_id) REFERENCES employee (id), 
	CONSTRAINT fk_invite_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT uq_invite_token_hash UNIQUE (token_hash)
);
CREATE TABLE membership (
	organization_id INTEGER NOT NULL, 
	employee_id INTEGER NOT NULL, 
	department_id INTEGER NOT NULL, 
	CONSTRAINT pk_membership PRIMARY KEY (employee_id, department_id), 
	CONSTRAINT fk_membership_department_id_department FOREIGN KEY(department_id) REFERENCES department (id), 
	CONSTRAINT fk_membership_employee_id_employee FOREIGN KEY(employee_id) REFERENCES employee (id), 
	CONSTRAINT fk_membership_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id)
);
CREATE TABLE contact_address (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	contact_id INTEGER NOT NULL, 
	channel_id INTEGER NOT NULL, 
	external_id VARCHAR NOT NULL, 
	username VARCHAR, 
	blocked_at DATETIME, 
	CONSTRAINT pk_contact_address PRIMARY KEY (id), 
	CONSTRAINT fk_contact_address_channel_id_channel FOREIGN KEY(channel_id) REFERENCES channel (id), 
	CONSTRAINT fk_contact_address_contact_id_contact FOREIGN KEY(contact_id) REFERENCES contact (id), 
	CONSTRAINT fk_contact_address_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT uq_contact_address_channel_id_external_id UNIQUE (channel_id, external_id)
);
CREATE TABLE dialog (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	contact_id INTEGER NOT NULL, 
	channel_id INTEGER NOT NULL, 
	address_id INTEGER NOT NULL, 
	department_id INTEGER, 
	assignee_id INTEGER, 
	status VARCHAR(32) NOT NULL, 
	version INTEGER NOT NULL, 
	opened_at DATETIME NOT NULL, 
	closed_at DATETIME, 
	last_message_at DATETIME NOT NULL, 
	note VARCHAR, 
	unread INTEGER NOT NULL, 
	waiting_since DATETIME, snoozed_at DATETIME, snoozed_until DATETIME, 
	CONSTRAINT pk_dialog PRIMARY KEY (id), 
	CONSTRAINT fk_dialog_address_id_contact_address FOREIGN KEY(address_id) REFERENCES contact_address (id), 
	CONSTRAINT fk_dialog_assignee_id_employee FOREIGN KEY(assignee_id) REFERENCES employee (id), 
	CONSTRAINT fk_dialog_channel_id_channel FOREIGN KEY(channel_id) REFERENCES channel (id), 
	CONSTRAINT fk_dialog_contact_id_contact FOREIGN KEY(contact_id) REFERENCES contact (id), 
	CONSTRAINT fk_dialog_department_id_department FOREIGN KEY(department_id) REFERENCES department (id), 
	CONSTRAINT fk_dialog_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id)
);
CREATE TABLE event (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	employee_id INTEGER, 
	dialog_id INTEGER, 
	data JSON NOT NULL, 
	at DATETIME NOT NULL, department_id INTEGER CONSTRAINT fk_event_department_id_department REFERENCES department (id), waited INTEGER, is_first BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_event PRIMARY KEY (id), 
	CONSTRAINT fk_event_dialog_id_dialog FOREIGN KEY(dialog_id) REFERENCES dialog (id), 
	CONSTRAINT fk_event_employee_id_employee FOREIGN KEY(employee_id) REFERENCES employee (id), 
	CONSTRAINT fk_event_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id)
);
CREATE TABLE offer (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	dialog_id INTEGER NOT NULL, 
	employee_id INTEGER NOT NULL, 
	chat_id BIGINT NOT NULL, 
	telegram_message_id INTEGER, 
	is_live BOOLEAN NOT NULL, 
	CONSTRAINT pk_offer PRIMARY KEY (id), 
	CONSTRAINT fk_offer_dialog_id_dialog FOREIGN KEY(dialog_id) REFERENCES dialog (id), 
	CONSTRAINT fk_offer_employee_id_employee FOREIGN KEY(employee_id) REFERENCES employee (id), 
	CONSTRAINT fk_offer_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT uq_offer_dialog_id_chat_id UNIQUE (dialog_id, chat_id)
);
CREATE TABLE delivery (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	carrier VARCHAR NOT NULL, 
	lane VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	body JSON NOT NULL, 
	"key" VARCHAR, 
	dialog_id INTEGER, 
	message_id INTEGER, 
	window_id INTEGER, 
	status VARCHAR(32) NOT NULL, 
	attempts INTEGER NOT NULL, 
	not_before DATETIME, 
	is_repeat BOOLEAN NOT NULL, 
	created_at DATETIME NOT NULL, 
	settled_at DATETIME, 
	error VARCHAR, left_at DATETIME, floor BIGINT, arrived VARCHAR, delayed_at DATETIME, 
	CONSTRAINT pk_delivery PRIMARY KEY (id), 
	CONSTRAINT fk_delivery_dialog_id_dialog FOREIGN KEY(dialog_id) REFERENCES dialog (id), 
	CONSTRAINT fk_delivery_message_id_message FOREIGN KEY(message_id) REFERENCES message (id), 
	CONSTRAINT fk_delivery_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_delivery_window_id_window FOREIGN KEY(window_id) REFERENCES window (id)
);
CREATE TABLE "window" (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	dialog_id INTEGER NOT NULL, 
	employee_id INTEGER, 
	chat_id BIGINT NOT NULL, 
	layout VARCHAR(32) NOT NULL, 
	thread_id INTEGER, 
	card_id INTEGER, 
	title VARCHAR, 
	is_live BOOLEAN NOT NULL, 
	opened_at DATETIME NOT NULL, 
	is_closed BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_window PRIMARY KEY (id), 
	CONSTRAINT fk_window_employee_id_employee FOREIGN KEY(employee_id) REFERENCES employee (id), 
	CONSTRAINT uq_window_dialog_id_chat_id UNIQUE (dialog_id, chat_id), 
	CONSTRAINT fk_window_dialog_id_dialog FOREIGN KEY(dialog_id) REFERENCES dialog (id), 
	CONSTRAINT fk_window_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id)
);
CREATE TABLE reaction (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	message_id INTEGER NOT NULL, 
	employee_id INTEGER, 
	emojis JSON NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_reaction PRIMARY KEY (id), 
	CONSTRAINT fk_reaction_employee_id_employee FOREIGN KEY(employee_id) REFERENCES employee (id), 
	CONSTRAINT fk_reaction_message_id_message FOREIGN KEY(message_id) REFERENCES message (id), 
	CONSTRAINT fk_reaction_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT uq_reaction_message_id_employee_id UNIQUE (message_id, employee_id)
);
CREATE TABLE version (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	message_id INTEGER NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	text VARCHAR NOT NULL, 
	entities JSON NOT NULL, 
	replaced_at DATETIME NOT NULL, 
	CONSTRAINT pk_version PRIMARY KEY (id), 
	CONSTRAINT fk_version_message_id_message FOREIGN KEY(message_id) REFERENCES message (id), 
	CONSTRAINT fk_version_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id)
);
CREATE TABLE "attachment" (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	message_id INTEGER NOT NULL, 
	file_name VARCHAR, 
	mime VARCHAR, 
	size BIGINT, 
	width INTEGER, 
	height INTEGER, 
	duration INTEGER, 
	source VARCHAR NOT NULL, 
	file_ids JSON NOT NULL, 
	version_id INTEGER, 
	unique_id VARCHAR, 
	CONSTRAINT pk_attachment PRIMARY KEY (id), 
	CONSTRAINT fk_attachment_message_id_message FOREIGN KEY(message_id) REFERENCES message (id), 
	CONSTRAINT fk_attachment_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_attachment_version_id_version FOREIGN KEY(version_id) REFERENCES version (id)
);
CREATE TABLE part (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	message_id INTEGER NOT NULL, 
	dialog_id INTEGER NOT NULL, 
	external_id VARCHAR NOT NULL, 
	CONSTRAINT pk_part PRIMARY KEY (id), 
	CONSTRAINT fk_part_dialog_id_dialog FOREIGN KEY(dialog_id) REFERENCES dialog (id), 
	CONSTRAINT fk_part_message_id_message FOREIGN KEY(message_id) REFERENCES message (id), 
	CONSTRAINT fk_part_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT uq_part_dialog_id_external_id UNIQUE (dialog_id, external_id)
);
CREATE TABLE "mirror" (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	message_id INTEGER NOT NULL, 
	window_id INTEGER NOT NULL, 
	chat_id BIGINT NOT NULL, 
	telegram_message_id INTEGER NOT NULL, 
	is_original BOOLEAN NOT NULL, 
	CONSTRAINT pk_mirror PRIMARY KEY (id), 
	CONSTRAINT fk_mirror_window_id_window FOREIGN KEY(window_id) REFERENCES window (id), 
	CONSTRAINT fk_mirror_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_mirror_message_id_message FOREIGN KEY(message_id) REFERENCES message (id), 
	CONSTRAINT uq_mirror_chat_id_telegram_message_id_message_id UNIQUE (chat_id, telegram_message_id, message_id)
);
CREATE TABLE formertopic (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	window_id INTEGER NOT NULL, 
	chat_id BIGINT NOT NULL, 
	thread_id INTEGER NOT NULL, 
	CONSTRAINT pk_formertopic PRIMARY KEY (id), 
	CONSTRAINT fk_formertopic_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_formertopic_window_id_window FOREIGN KEY(window_id) REFERENCES window (id)
);
CREATE TABLE taskview (
	organization_id INTEGER NOT NULL, 
	employee_id INTEGER NOT NULL, 
	shown VARCHAR(32) NOT NULL, 
	due VARCHAR(32), 
	department_id INTEGER, 
	assignee_id INTEGER, 
	created_on DATE, 
	CONSTRAINT pk_taskview PRIMARY KEY (employee_id), 
	CONSTRAINT fk_taskview_assignee_id_employee FOREIGN KEY(assignee_id) REFERENCES employee (id), 
	CONSTRAINT fk_taskview_department_id_department FOREIGN KEY(department_id) REFERENCES department (id), 
	CONSTRAINT fk_taskview_employee_id_employee FOREIGN KEY(employee_id) REFERENCES employee (id), 
	CONSTRAINT fk_taskview_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id)
);
CREATE TABLE task (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	text VARCHAR NOT NULL, 
	author_id INTEGER NOT NULL, 
	assignee_id INTEGER, 
	department_id INTEGER, 
	dialog_id INTEGER, 
	contact_id INTEGER, 
	due_at DATETIME, 
	is_all_day BOOLEAN DEFAULT 0 NOT NULL, 
	zone VARCHAR NOT NULL, 
	repeat VARCHAR(32), 
	month_day INTEGER, 
	next_id INTEGER, 
	status VARCHAR(32) NOT NULL, 
	version INTEGER NOT NULL, 
	order_at DATETIME NOT NULL, 
	created_at DATETIME NOT NULL, 
	done_at DATETIME, 
	done_by_id INTEGER, 
	deleted_at DATETIME, ahead VARCHAR(32), 
	CONSTRAINT pk_task PRIMARY KEY (id), 
	CONSTRAINT fk_task_assignee_id_employee FOREIGN KEY(assignee_id) REFERENCES employee (id), 
	CONSTRAINT fk_task_author_id_employee FOREIGN KEY(author_id) REFERENCES employee (id), 
	CONSTRAINT fk_task_contact_id_contact FOREIGN KEY(contact_id) REFERENCES contact (id), 
	CONSTRAINT fk_task_department_id_department FOREIGN KEY(department_id) REFERENCES department (id), 
	CONSTRAINT fk_task_dialog_id_dialog FOREIGN KEY(dialog_id) REFERENCES dialog (id), 
	CONSTRAINT fk_task_done_by_id_employee FOREIGN KEY(done_by_id) REFERENCES employee (id), 
	CONSTRAINT fk_task_next_id_task FOREIGN KEY(next_id) REFERENCES task (id), 
	CONSTRAINT fk_task_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id)
);
CREATE TABLE taskcard (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	task_id INTEGER NOT NULL, 
	window_id INTEGER NOT NULL, 
	telegram_message_id INTEGER NOT NULL, 
	CONSTRAINT pk_taskcard PRIMARY KEY (id), 
	CONSTRAINT fk_taskcard_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_taskcard_task_id_task FOREIGN KEY(task_id) REFERENCES task (id), 
	CONSTRAINT fk_taskcard_window_id_window FOREIGN KEY(window_id) REFERENCES window (id), 
	CONSTRAINT uq_taskcard_task_id_window_id UNIQUE (task_id, window_id)
);
CREATE TABLE taskreminder (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	task_id INTEGER NOT NULL, 
	due_at DATETIME NOT NULL, 
	fired_at DATETIME, occasion VARCHAR(32) DEFAULT 'due' NOT NULL, was_due_at DATETIME, 
	CONSTRAINT pk_taskreminder PRIMARY KEY (id), 
	CONSTRAINT fk_taskreminder_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_taskreminder_task_id_task FOREIGN KEY(task_id) REFERENCES task (id)
);
CREATE TABLE "organization" (
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	time_zone VARCHAR NOT NULL, 
	language VARCHAR NOT NULL, 
	narrow_tasks BOOLEAN DEFAULT 0 NOT NULL, weekly_at DATETIME, 
	CONSTRAINT pk_organization PRIMARY KEY (id), 
	CONSTRAINT uq_organization_name UNIQUE (name)
);
CREATE TABLE tag (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	scope VARCHAR(32) NOT NULL, 
	name VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	colour VARCHAR(32), 
	created_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	CONSTRAINT pk_tag PRIMARY KEY (id), 
	CONSTRAINT fk_tag_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id)
);
CREATE TABLE contact_tag (
	organization_id INTEGER NOT NULL, 
	contact_id INTEGER NOT NULL, 
	tag_id INTEGER NOT NULL, 
	put_by INTEGER, 
	put_at DATETIME NOT NULL, 
	CONSTRAINT pk_contact_tag PRIMARY KEY (contact_id, tag_id), 
	CONSTRAINT fk_contact_tag_contact_id_contact FOREIGN KEY(contact_id) REFERENCES contact (id), 
	CONSTRAINT fk_contact_tag_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_contact_tag_put_by_employee FOREIGN KEY(put_by) REFERENCES employee (id), 
	CONSTRAINT fk_contact_tag_tag_id_tag FOREIGN KEY(tag_id) REFERENCES tag (id)
);
CREATE TABLE dialog_tag (
	organization_id INTEGER NOT NULL, 
	dialog_id INTEGER NOT NULL, 
	tag_id INTEGER NOT NULL, 
	put_by INTEGER, 
	put_at DATETIME NOT NULL, 
	CONSTRAINT pk_dialog_tag PRIMARY KEY (dialog_id, tag_id), 
	CONSTRAINT fk_dialog_tag_dialog_id_dialog FOREIGN KEY(dialog_id) REFERENCES dialog (id), 
	CONSTRAINT fk_dialog_tag_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_dialog_tag_put_by_employee FOREIGN KEY(put_by) REFERENCES employee (id), 
	CONSTRAINT fk_dialog_tag_tag_id_tag FOREIGN KEY(tag_id) REFERENCES tag (id)
);
CREATE TABLE custom_field (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	options JSON NOT NULL, 
	created_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	CONSTRAINT pk_custom_field PRIMARY KEY (id), 
	CONSTRAINT fk_custom_field_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id)
);
CREATE TABLE contact_note (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	contact_id INTEGER NOT NULL, 
	employee_id INTEGER NOT NULL, 
	text VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	edited_at DATETIME, 
	deleted_at DATETIME, 
	CONSTRAINT pk_contact_note PRIMARY KEY (id), 
	CONSTRAINT fk_contact_note_contact_id_contact FOREIGN KEY(contact_id) REFERENCES contact (id), 
	CONSTRAINT fk_contact_note_employee_id_employee FOREIGN KEY(employee_id) REFERENCES employee (id), 
	CONSTRAINT fk_contact_note_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id)
);
CREATE TABLE field_value (
	organization_id INTEGER NOT NULL, 
	contact_id INTEGER NOT NULL, 
	field_id INTEGER NOT NULL, 
	value VARCHAR NOT NULL, 
	put_by INTEGER, 
	put_at DATETIME NOT NULL, 
	CONSTRAINT pk_field_value PRIMARY KEY (contact_id, field_id), 
	CONSTRAINT fk_field_value_contact_id_contact FOREIGN KEY(contact_id) REFERENCES contact (id), 
	CONSTRAINT fk_field_value_field_id_custom_field FOREIGN KEY(field_id) REFERENCES custom_field (id), 
	CONSTRAINT fk_field_value_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_field_value_put_by_employee FOREIGN KEY(put_by) REFERENCES employee (id)
);
CREATE TABLE "contact" (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	phone VARCHAR, 
	language VARCHAR, 
	created_at DATETIME NOT NULL, 
	own_name VARCHAR, 
	banned_at DATETIME, 
	is_spam BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_contact PRIMARY KEY (id), 
	CONSTRAINT fk_contact_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id)
);
CREATE TABLE dialog_filter (
	organization_id INTEGER NOT NULL, 
	employee_id INTEGER NOT NULL, 
	scope VARCHAR(32) NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	channel_id INTEGER, 
	tag_id INTEGER, 
	day DATE, home_scope VARCHAR(32), home_state VARCHAR(32), 
	CONSTRAINT pk_dialog_filter PRIMARY KEY (employee_id), 
	CONSTRAINT fk_dialog_filter_channel_id_channel FOREIGN KEY(channel_id) REFERENCES channel (id), 
	CONSTRAINT fk_dialog_filter_employee_id_employee FOREIGN KEY(employee_id) REFERENCES employee (id), 
	CONSTRAINT fk_dialog_filter_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_dialog_filter_tag_id_tag FOREIGN KEY(tag_id) REFERENCES tag (id)
);
CREATE TABLE "prompt" (
	chat_id BIGINT NOT NULL, 
	thread_id INTEGER NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	data JSON NOT NULL, 
	asked_at DATETIME NOT NULL, 
	asked_of INTEGER DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_prompt PRIMARY KEY (chat_id, thread_id, asked_of)
);
CREATE TABLE template (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	title VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	folder VARCHAR, 
	scope VARCHAR(32) NOT NULL, 
	author_id INTEGER, 
	department_id INTEGER, 
	items JSON NOT NULL, 
	uses INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	CONSTRAINT pk_template PRIMARY KEY (id), 
	CONSTRAINT fk_template_author_id_employee FOREIGN KEY(author_id) REFERENCES employee (id), 
	CONSTRAINT fk_template_department_id_department FOREIGN KEY(department_id) REFERENCES department (id), 
	CONSTRAINT fk_template_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id)
);
CREATE TABLE search (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	employee_id INTEGER NOT NULL, 
	words VARCHAR NOT NULL, 
	subject VARCHAR(32) NOT NULL, 
	made_at DATETIME NOT NULL, 
	CONSTRAINT pk_search PRIMARY KEY (id), 
	CONSTRAINT fk_search_employee_id_employee FOREIGN KEY(employee_id) REFERENCES employee (id), 
	CONSTRAINT fk_search_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id)
);
CREATE VIRTUAL TABLE message_search USING fts5(words, owner, content='', columnsize=0, tokenize='trigram case_sensitive 1');
CREATE VIRTUAL TABLE contact_search USING fts5(words, owner, content='', columnsize=0, tokenize='trigram case_sensitive 1');
CREATE VIRTUAL TABLE address_search USING fts5(words, owner, content='', columnsize=0, tokenize='trigram case_sensitive 1');
CREATE TABLE scheduled_message (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	dialog_id INTEGER NOT NULL, 
	author_id INTEGER NOT NULL, 
	chat_id BIGINT NOT NULL, 
	items JSON NOT NULL, 
	album VARCHAR, 
	reply_to_id INTEGER, 
	due_at DATETIME NOT NULL, 
	unless_heard BOOLEAN NOT NULL, 
	responsible_id INTEGER, 
	after_id INTEGER NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_scheduled_message PRIMARY KEY (id), 
	CONSTRAINT fk_scheduled_message_author_id_employee FOREIGN KEY(author_id) REFERENCES employee (id), 
	CONSTRAINT fk_scheduled_message_dialog_id_dialog FOREIGN KEY(dialog_id) REFERENCES dialog (id), 
	CONSTRAINT fk_scheduled_message_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_scheduled_message_reply_to_id_message FOREIGN KEY(reply_to_id) REFERENCES message (id), 
	CONSTRAINT fk_scheduled_message_responsible_id_employee FOREIGN KEY(responsible_id) REFERENCES employee (id)
);
CREATE TABLE told_task (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	task_id INTEGER NOT NULL, 
	window_id INTEGER, 
	chat_id BIGINT NOT NULL, 
	telegram_message_id INTEGER NOT NULL, 
	CONSTRAINT pk_told_task PRIMARY KEY (id), 
	CONSTRAINT fk_told_task_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_told_task_task_id_task FOREIGN KEY(task_id) REFERENCES task (id), 
	CONSTRAINT fk_told_task_window_id_window FOREIGN KEY(window_id) REFERENCES window (id)
);
CREATE TABLE shift_rules (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	own_schedules BOOLEAN NOT NULL, 
	off_duty VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_shift_rules PRIMARY KEY (id), 
	CONSTRAINT fk_shift_rules_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT uq_shift_rules_organization_id UNIQUE (organization_id)
);
CREATE TABLE deputy (
	organization_id INTEGER NOT NULL, 
	employee_id INTEGER NOT NULL, 
	deputy_id INTEGER NOT NULL, 
	CONSTRAINT pk_deputy PRIMARY KEY (employee_id), 
	CONSTRAINT fk_deputy_deputy_id_employee FOREIGN KEY(deputy_id) REFERENCES employee (id), 
	CONSTRAINT fk_deputy_employee_id_employee FOREIGN KEY(employee_id) REFERENCES employee (id), 
	CONSTRAINT fk_deputy_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id)
);
CREATE TABLE exempt_days (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	employee_id INTEGER, 
	department_id INTEGER, 
	first DATE NOT NULL, 
	last DATE NOT NULL, 
	hours JSON NOT NULL, 
	made_at DATETIME NOT NULL, 
	CONSTRAINT pk_exempt_days PRIMARY KEY (id), 
	CONSTRAINT fk_exempt_days_department_id_department FOREIGN KEY(department_id) REFERENCES department (id), 
	CONSTRAINT fk_exempt_days_employee_id_employee FOREIGN KEY(employee_id) REFERENCES employee (id), 
	CONSTRAINT fk_exempt_days_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id)
);
CREATE TABLE pause (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	employee_id INTEGER NOT NULL, 
	since DATETIME NOT NULL, 
	until DATETIME NOT NULL, 
	CONSTRAINT pk_pause PRIMARY KEY (id), 
	CONSTRAINT fk_pause_employee_id_employee FOREIGN KEY(employee_id) REFERENCES employee (id), 
	CONSTRAINT fk_pause_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id)
);
CREATE TABLE shift (
	organization_id INTEGER NOT NULL, 
	employee_id INTEGER NOT NULL, 
	is_on BOOLEAN NOT NULL, 
	is_within BOOLEAN NOT NULL, 
	due_at DATETIME, 
	settled_at DATETIME NOT NULL, 
	CONSTRAINT pk_shift PRIMARY KEY (employee_id), 
	CONSTRAINT fk_shift_employee_id_employee FOREIGN KEY(employee_id) REFERENCES employee (id), 
	CONSTRAINT fk_shift_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id)
);
CREATE TABLE work_schedule (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	employee_id INTEGER, 
	department_id INTEGER, 
	days JSON NOT NULL, 
	country VARCHAR, 
	CONSTRAINT pk_work_schedule PRIMARY KEY (id), 
	CONSTRAINT fk_work_schedule_department_id_department FOREIGN KEY(department_id) REFERENCES department (id), 
	CONSTRAINT fk_work_schedule_employee_id_employee FOREIGN KEY(employee_id) REFERENCES employee (id), 
	CONSTRAINT fk_work_schedule_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT uq_work_schedule_department_id UNIQUE (department_id), 
	CONSTRAINT uq_work_schedule_employee_id UNIQUE (employee_id)
);
CREATE TABLE board (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	chat_id BIGINT NOT NULL, 
	employee_id INTEGER, 
	department_id INTEGER, 
	message_id INTEGER, 
	shown VARCHAR, 
	painted_at DATETIME, 
	CONSTRAINT pk_board PRIMARY KEY (id), 
	CONSTRAINT fk_board_department_id_department FOREIGN KEY(department_id) REFERENCES department (id), 
	CONSTRAINT fk_board_employee_id_employee FOREIGN KEY(employee_id) REFERENCES employee (id), 
	CONSTRAINT fk_board_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id)
);
CREATE TABLE unanswered_rule (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	department_id INTEGER, 
	remind_after INTEGER, 
	escalate_after INTEGER, 
	CONSTRAINT pk_unanswered_rule PRIMARY KEY (id), 
	CONSTRAINT fk_unanswered_rule_department_id_department FOREIGN KEY(department_id) REFERENCES department (id), 
	CONSTRAINT fk_unanswered_rule_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id)
);
CREATE TABLE keyword (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	channel_id INTEGER, 
	words JSON NOT NULL, 
	text VARCHAR NOT NULL, 
	is_on BOOLEAN NOT NULL, 
	created_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	CONSTRAINT pk_keyword PRIMARY KEY (id), 
	CONSTRAINT fk_keyword_channel_id_channel FOREIGN KEY(channel_id) REFERENCES channel (id), 
	CONSTRAINT fk_keyword_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id)
);
CREATE TABLE notice (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	channel_id INTEGER, 
	is_on BOOLEAN NOT NULL, 
	texts JSON NOT NULL, 
	CONSTRAINT pk_notice PRIMARY KEY (id), 
	CONSTRAINT fk_notice_channel_id_channel FOREIGN KEY(channel_id) REFERENCES channel (id), 
	CONSTRAINT fk_notice_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id)
);
CREATE TABLE bot_state (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	dialog_id INTEGER NOT NULL, 
	greeted_at DATETIME, 
	off_hours_at DATETIME, 
	queued_at DATETIME, 
	CONSTRAINT pk_bot_state PRIMARY KEY (id), 
	CONSTRAINT fk_bot_state_dialog_id_dialog FOREIGN KEY(dialog_id) REFERENCES dialog (id), 
	CONSTRAINT fk_bot_state_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id)
);
CREATE TABLE wait (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	dialog_id INTEGER NOT NULL, 
	waiting_since DATETIME NOT NULL, 
	due_at DATETIME, 
	reminded_at DATETIME, 
	escalated_at DATETIME, 
	CONSTRAINT pk_wait PRIMARY KEY (id), 
	CONSTRAINT fk_wait_dialog_id_dialog FOREIGN KEY(dialog_id) REFERENCES dialog (id), 
	CONSTRAINT fk_wait_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id)
);
CREATE TABLE rating (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	dialog_id INTEGER NOT NULL, 
	channel_id INTEGER NOT NULL, 
	department_id INTEGER, 
	employee_id INTEGER, 
	closed_at DATETIME NOT NULL, 
	due_at DATETIME, 
	message_id INTEGER, 
	asked_at DATETIME, 
	score INTEGER, 
	scored_at DATETIME, 
	comment_awaited_at DATETIME, 
	comment VARCHAR, 
	CONSTRAINT pk_rating PRIMARY KEY (id), 
	CONSTRAINT fk_rating_channel_id_channel FOREIGN KEY(channel_id) REFERENCES channel (id), 
	CONSTRAINT fk_rating_department_id_department FOREIGN KEY(department_id) REFERENCES department (id), 
	CONSTRAINT fk_rating_dialog_id_dialog FOREIGN KEY(dialog_id) REFERENCES dialog (id), 
	CONSTRAINT fk_rating_employee_id_employee FOREIGN KEY(employee_id) REFERENCES employee (id), 
	CONSTRAINT fk_rating_message_id_message FOREIGN KEY(message_id) REFERENCES message (id), 
	CONSTRAINT fk_rating_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT uq_rating_message_id UNIQUE (message_id)
);
CREATE TABLE "forum" (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	department_id INTEGER NOT NULL, 
	chat_id BIGINT NOT NULL, 
	title VARCHAR NOT NULL, 
	trouble VARCHAR(32), 
	bound_at DATETIME NOT NULL, 
	marks_unread BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_forum PRIMARY KEY (id), 
	CONSTRAINT fk_forum_department_id_department FOREIGN KEY(department_id) REFERENCES department (id), 
	CONSTRAINT fk_forum_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT uq_forum_department_id UNIQUE (department_id), 
	CONSTRAINT uq_forum_chat_id UNIQUE (chat_id)
);
CREATE TABLE undo (
	organization_id INTEGER NOT NULL, 
	message_id INTEGER NOT NULL, 
	window_id INTEGER NOT NULL, 
	telegram_message_id INTEGER, 
	until DATETIME NOT NULL, 
	waited_since DATETIME, 
	CONSTRAINT pk_undo PRIMARY KEY (message_id), 
	CONSTRAINT fk_undo_message_id_message FOREIGN KEY(message_id) REFERENCES message (id), 
	CONSTRAINT fk_undo_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_undo_window_id_window FOREIGN KEY(window_id) REFERENCES window (id)
);
CREATE TABLE "employee" (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	phone VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	role VARCHAR(32) NOT NULL, 
	password_hash VARCHAR, 
	language VARCHAR NOT NULL, 
	is_active BOOLEAN NOT NULL, 
	failed_sign_ins INTEGER NOT NULL, 
	locked_until DATETIME, 
	created_at DATETIME NOT NULL, 
	time_zone VARCHAR, 
	has_sound BOOLEAN DEFAULT 1 NOT NULL, 
	hears_of_new BOOLEAN DEFAULT 1 NOT NULL, 
	ahead VARCHAR(32) DEFAULT 'never' NOT NULL, 
	digest_at DATETIME, 
	hears_weekly BOOLEAN DEFAULT 1 NOT NULL, 
	marks_unread BOOLEAN DEFAULT 0 NOT NULL, 
	undo_seconds INTEGER DEFAULT 0 NOT NULL, password_source VARCHAR(32) DEFAULT 'team_file' NOT NULL, 
	CONSTRAINT pk_employee PRIMARY KEY (id), 
	CONSTRAINT fk_employee_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT uq_employee_phone UNIQUE (phone)
);
CREATE TABLE routing_rules (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	reopening VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_routing_rules PRIMARY KEY (id), 
	CONSTRAINT fk_routing_rules_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT uq_routing_rules_organization_id UNIQUE (organization_id)
);
CREATE TABLE routing (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	department_id INTEGER NOT NULL, 
	mode VARCHAR(32) NOT NULL, 
	capacity INTEGER NOT NULL, 
	last_id INTEGER, 
	words JSON NOT NULL, 
	in_menu BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_routing PRIMARY KEY (id), 
	CONSTRAINT fk_routing_department_id_department FOREIGN KEY(department_id) REFERENCES department (id), 
	CONSTRAINT fk_routing_last_id_employee FOREIGN KEY(last_id) REFERENCES employee (id), 
	CONSTRAINT fk_routing_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT uq_routing_department_id UNIQUE (department_id)
);
CREATE TABLE department_question (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	dialog_id INTEGER NOT NULL, 
	message_id INTEGER NOT NULL, 
	department_ids JSON NOT NULL, 
	asked_at DATETIME NOT NULL, 
	is_open BOOLEAN NOT NULL, 
	CONSTRAINT pk_department_question PRIMARY KEY (id), 
	CONSTRAINT fk_department_question_dialog_id_dialog FOREIGN KEY(dialog_id) REFERENCES dialog (id), 
	CONSTRAINT fk_department_question_message_id_message FOREIGN KEY(message_id) REFERENCES message (id), 
	CONSTRAINT fk_department_question_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT uq_department_question_dialog_id UNIQUE (dialog_id)
);
CREATE TABLE "channel" (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	provider VARCHAR(32) NOT NULL, 
	name VARCHAR NOT NULL, 
	department_id INTEGER, 
	token VARCHAR NOT NULL, 
	account_id BIGINT, 
	is_active BOOLEAN NOT NULL, 
	has_bot BOOLEAN DEFAULT 0 NOT NULL, 
	is_routed BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_channel PRIMARY KEY (id), 
	CONSTRAINT uq_channel_account_id UNIQUE (account_id), 
	CONSTRAINT uq_channel_organization_id_name UNIQUE (organization_id, name), 
	CONSTRAINT fk_channel_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_channel_department_id_department FOREIGN KEY(department_id) REFERENCES department (id)
);
CREATE TABLE "message" (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	dialog_id INTEGER NOT NULL, 
	author VARCHAR(32) NOT NULL, 
	employee_id INTEGER, 
	kind VARCHAR(32) NOT NULL, 
	text VARCHAR NOT NULL, 
	entities JSON NOT NULL, 
	data JSON NOT NULL, 
	reply_to_id INTEGER, 
	album_id VARCHAR, 
	external_id VARCHAR, 
	created_at DATETIME NOT NULL, 
	accepted_at DATETIME, 
	state VARCHAR(32), 
	failure JSON, 
	maybe_repeated BOOLEAN NOT NULL, 
	edited_at DATETIME, 
	deleted_at DATETIME, 
	is_note BOOLEAN DEFAULT 0 NOT NULL, 
	is_hidden BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_message PRIMARY KEY (id), 
	CONSTRAINT fk_message_reply_to_id_message FOREIGN KEY(reply_to_id) REFERENCES message (id), 
	CONSTRAINT fk_message_employee_id_employee FOREIGN KEY(employee_id) REFERENCES employee (id), 
	CONSTRAINT uq_message_dialog_id_external_id UNIQUE (dialog_id, external_id), 
	CONSTRAINT fk_message_dialog_id_dialog FOREIGN KEY(dialog_id) REFERENCES dialog (id), 
	CONSTRAINT fk_message_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id)
);
CREATE TABLE close_rule (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	department_id INTEGER, 
	"after" INTEGER, 
	warning INTEGER NOT NULL, 
	text VARCHAR, 
	CONSTRAINT pk_close_rule PRIMARY KEY (id), 
	CONSTRAINT fk_close_rule_department_id_department FOREIGN KEY(department_id) REFERENCES department (id), 
	CONSTRAINT fk_close_rule_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id)
);
CREATE TABLE silence (
	organization_id INTEGER NOT NULL, 
	dialog_id INTEGER NOT NULL, 
	since DATETIME NOT NULL, 
	close_at DATETIME, 
	CONSTRAINT pk_silence PRIMARY KEY (dialog_id), 
	CONSTRAINT fk_silence_dialog_id_dialog FOREIGN KEY(dialog_id) REFERENCES dialog (id), 
	CONSTRAINT fk_silence_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id)
);
CREATE TABLE outage (
	id INTEGER NOT NULL, 
	carrier VARCHAR NOT NULL, 
	also VARCHAR NOT NULL, 
	reason VARCHAR(32) NOT NULL, 
	began_at DATETIME NOT NULL, 
	ended_at DATETIME, 
	first_delivery_id INTEGER NOT NULL, 
	last_delivery_id INTEGER, 
	told_at DATETIME, 
	is_told_over BOOLEAN NOT NULL, 
	settled_at DATETIME, 
	CONSTRAINT pk_outage PRIMARY KEY (id)
);
CREATE TABLE outage_notice (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	outage_id INTEGER NOT NULL, 
	chat_id BIGINT NOT NULL, 
	telegram_message_id INTEGER, 
	CONSTRAINT pk_outage_notice PRIMARY KEY (id), 
	CONSTRAINT fk_outage_notice_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_outage_notice_outage_id_outage FOREIGN KEY(outage_id) REFERENCES outage (id)
);
CREATE TABLE "sign_in" (
	organization_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	employee_id INTEGER NOT NULL, 
	telegram_user_id BIGINT NOT NULL, 
	telegram_name VARCHAR NOT NULL, 
	started_at DATETIME NOT NULL, 
	ended_at DATETIME, 
	blocked_at DATETIME, 
	open_dialog_id INTEGER, 
	typed_at DATETIME, 
	telegram_username VARCHAR, 
	is_revoked BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_sign_in PRIMARY KEY (id), 
	CONSTRAINT fk_sign_in_employee_id_employee FOREIGN KEY(employee_id) REFERENCES employee (id), 
	CONSTRAINT fk_sign_in_open_dialog_id_dialog FOREIGN KEY(open_dialog_id) REFERENCES dialog (id), 
	CONSTRAINT fk_sign_in_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id)
);
CREATE INDEX ix_journal_state ON journal_entry (state, id);
CREATE INDEX ix_membership_department_id ON membership (department_id);
CREATE INDEX ix_contact_address_contact_id ON contact_address (contact_id);
CREATE UNIQUE INDEX ix_dialog_contact_channel ON dialog (contact_id, channel_id);
CREATE INDEX ix_dialog_list ON dialog (organization_id, status, last_message_at);
CREATE INDEX ix_delivery_due ON delivery (status, id);
CREATE INDEX ix_delivery_lane ON delivery (lane, status, id);
CREATE INDEX ix_delivery_message_id ON delivery (message_id);
CREATE INDEX ix_window_thread ON window (chat_id, thread_id);
CREATE INDEX ix_version_message_id ON version (message_id);
CREATE INDEX ix_attachment_message_id ON attachment (message_id);
CREATE INDEX ix_part_message_id ON part (message_id);
CREATE INDEX ix_delivery_window ON delivery (window_id, status, id);
CREATE INDEX ix_mirror_message_id ON mirror (message_id);
CREATE INDEX ix_formertopic_thread ON formertopic (chat_id, thread_id);
CREATE INDEX ix_formertopic_window_id ON formertopic (window_id);
CREATE INDEX ix_task_list ON task (organization_id, status, order_at, id);
CREATE INDEX ix_taskcard_window_id ON taskcard (window_id);
CREATE INDEX ix_task_reminder_due ON taskreminder (fired_at, due_at);
CREATE INDEX ix_taskreminder_task_id ON taskreminder (task_id);
CREATE UNIQUE INDEX ix_tag_key ON tag (organization_id, scope, "key") WHERE deleted_at IS NULL;
CREATE INDEX ix_contact_tag_tag ON contact_tag (tag_id, contact_id);
CREATE INDEX ix_dialog_tag_tag ON dialog_tag (tag_id, dialog_id);
CREATE UNIQUE INDEX ix_custom_field_key ON custom_field (organization_id, "key") WHERE deleted_at IS NULL;
CREATE INDEX ix_contact_note_contact ON contact_note (contact_id, id);
CREATE INDEX ix_field_value_field_id ON field_value (field_id);
CREATE INDEX ix_contact_phone ON contact (phone);
CREATE INDEX ix_template_author_id ON template (author_id);
CREATE INDEX ix_template_department_id ON template (department_id);
CREATE INDEX ix_template_list ON template (organization_id, deleted_at, uses);
CREATE INDEX ix_search_employee ON search (employee_id, id);
CREATE INDEX ix_dialog_snoozed ON dialog (snoozed_until);
CREATE INDEX ix_scheduled_message_author ON scheduled_message (author_id, state);
CREATE INDEX ix_scheduled_message_dialog ON scheduled_message (dialog_id, state);
CREATE INDEX ix_scheduled_message_due ON scheduled_message (state, due_at);
CREATE INDEX ix_told_task_task_id ON told_task (task_id);
CREATE INDEX ix_exempt_days_department_id ON exempt_days (department_id);
CREATE INDEX ix_exempt_days_employee_id ON exempt_days (employee_id);
CREATE INDEX ix_exempt_days_last ON exempt_days (organization_id, last);
CREATE INDEX ix_pause_employee_id ON pause (employee_id);
CREATE INDEX ix_pause_until ON pause (organization_id, until);
CREATE INDEX ix_shift_due ON shift (due_at);
CREATE UNIQUE INDEX ix_work_schedule_of_organization ON work_schedule (organization_id) WHERE employee_id IS NULL AND department_id IS NULL;
CREATE INDEX ix_unanswered_rule_department ON unanswered_rule (organization_id, department_id);
CREATE INDEX ix_notice_channel ON notice (organization_id, channel_id, kind);
CREATE UNIQUE INDEX ix_bot_state_dialog ON bot_state (dialog_id);
CREATE UNIQUE INDEX ix_wait_dialog ON wait (dialog_id);
CREATE INDEX ix_wait_due ON wait (due_at);
CREATE INDEX ix_rating_dialog ON rating (dialog_id, id);
CREATE INDEX ix_rating_due ON rating (due_at);
CREATE INDEX ix_rating_scored ON rating (organization_id, scored_at);
CREATE INDEX ix_event_kind_at ON event (organization_id, kind, at, employee_id, dialog_id, department_id, waited, is_first);
CREATE INDEX ix_undo_window_id ON undo (window_id);
CREATE INDEX ix_message_dialog_created ON message (dialog_id, id);
CREATE INDEX ix_dialog_waiting ON dialog (organization_id, waiting_since) WHERE waiting_since IS NOT NULL;
CREATE UNIQUE INDEX ix_board_chat ON board (organization_id, chat_id);
CREATE UNIQUE INDEX ix_close_rule_department ON close_rule (organization_id, department_id);
CREATE INDEX ix_silence_close_at ON silence (close_at);
CREATE INDEX ix_message_day ON message (organization_id, created_at, dialog_id, author, is_hidden);
CREATE INDEX ix_delivery_key ON delivery ("key", status, id);
CREATE INDEX ix_delivery_settled ON delivery (status, settled_at);
CREATE INDEX ix_dialog_assignee ON dialog (assignee_id, status, last_message_at);
CREATE INDEX ix_employee_name ON employee (organization_id, name);
CREATE INDEX ix_event_dialog ON event (dialog_id, kind, id);
CREATE INDEX ix_journal_handled ON journal_entry (state, handled_at);
CREATE INDEX ix_keyword_list ON keyword (organization_id, id);
CREATE INDEX ix_membership_employee ON membership (organization_id, employee_id);
CREATE INDEX ix_mirror_window ON mirror (window_id, message_id);
CREATE INDEX ix_offer_chat ON offer (chat_id, is_live);
CREATE INDEX ix_routing_list ON routing (organization_id, id);
CREATE INDEX ix_shift_on ON shift (organization_id, is_on);
CREATE INDEX ix_task_assignee ON task (assignee_id, status);
CREATE INDEX ix_task_department ON task (department_id, status);
CREATE INDEX ix_task_dialog ON task (dialog_id, status, deleted_at, order_at);
CREATE INDEX ix_task_next_id ON task (next_id);
CREATE INDEX ix_window_card ON window (chat_id, card_id);
CREATE INDEX ix_work_schedule_list ON work_schedule (organization_id, employee_id);
CREATE INDEX ix_window_topic ON window (layout, opened_at) WHERE thread_id IS NOT NULL;
CREATE INDEX ix_task_draft ON task (created_at) WHERE status = 'draft';
CREATE INDEX ix_outage_settled_at ON outage (settled_at);
CREATE UNIQUE INDEX ix_outage_notice_outage ON outage_notice (outage_id, chat_id);
CREATE UNIQUE INDEX ix_sign_in_active_account ON sign_in (telegram_user_id) WHERE ended_at IS NULL;
CREATE INDEX ix_sign_in_active ON sign_in (organization_id, ended_at);
CREATE INDEX ix_sign_in_employee_id ON sign_in (employee_id);
CREATE TRIGGER message_search_insert AFTER INSERT ON message BEGIN INSERT INTO message_search(rowid, words, owner) VALUES (new.id, folded(coalesce(new.text, '')), char(19968 + new.organization_id / 100000000, 19968 + new.organization_id / 10000 % 10000, 19968 + new.organization_id % 10000)); END;
CREATE TRIGGER message_search_update AFTER UPDATE OF text ON message WHEN old.text IS NOT new.text BEGIN INSERT INTO message_search(message_search, rowid, words, owner) VALUES ('delete', old.id, folded(coalesce(old.text, '')), char(19968 + old.organization_id / 100000000, 19968 + old.organization_id / 10000 % 10000, 19968 + old.organization_id % 10000)); INSERT INTO message_search(rowid, words, owner) VALUES (new.id, folded(coalesce(new.text, '')), char(19968 + new.organization_id / 100000000, 19968 + new.organization_id / 10000 % 10000, 19968 + new.organization_id % 10000)); END;
CREATE TRIGGER message_search_delete AFTER DELETE ON message BEGIN INSERT INTO message_search(message_search, rowid, words, owner) VALUES ('delete', old.id, folded(coalesce(old.text, '')), char(19968 + old.organization_id / 100000000, 19968 + old.organization_id / 10000 % 10000, 19968 + old.organization_id % 10000)); END;
CREATE TRIGGER contact_search_insert AFTER INSERT ON contact BEGIN INSERT INTO contact_search(rowid, words, owner) VALUES (new.id, folded(coalesce(new.name, '') || ' ' || coalesce(new.own_name, '') || ' ' || coalesce(new.phone, '')), char(19968 + new.organization_id / 100000000, 19968 + new.organization_id / 10000 % 10000, 19968 + new.organization_id % 10000)); END;
CREATE TRIGGER contact_search_update AFTER UPDATE OF name, own_name, phone ON contact WHEN old.name IS NOT new.name OR old.own_name IS NOT new.own_name OR old.phone IS NOT new.phone BEGIN INSERT INTO contact_search(contact_search, rowid, words, owner) VALUES ('delete', old.id, folded(coalesce(old.name, '') || ' ' || coalesce(old.own_name, '') || ' ' || coalesce(old.phone, '')), char(19968 + old.organization_id / 100000000, 19968 + old.organization_id / 10000 % 10000, 19968 + old.organization_id % 10000)); INSERT INTO contact_search(rowid, words, owner) VALUES (new.id, folded(coalesce(new.name, '') || ' ' || coalesce(new.own_name, '') || ' ' || coalesce(new.phone, '')), char(19968 + new.organization_id / 100000000, 19968 + new.organization_id / 10000 % 10000, 19968 + new.organization_id % 10000)); END;
CREATE TRIGGER contact_search_delete AFTER DELETE ON contact BEGIN INSERT INTO contact_search(contact_search, rowid, words, owner) VALUES ('delete', old.id, folded(coalesce(old.name, '') || ' ' || coalesce(old.own_name, '') || ' ' || coalesce(old.phone, '')), char(19968 + old.organization_id / 100000000, 19968 + old.organization_id / 10000 % 10000, 19968 + old.organization_id % 10000)); END;
CREATE TRIGGER address_search_insert AFTER INSERT ON contact_address BEGIN INSERT INTO address_search(rowid, words, owner) VALUES (new.id, folded(coalesce(new.username, '') || ' ' || coalesce(new.external_id, '')), char(19968 + new.organization_id / 100000000, 19968 + new.organization_id / 10000 % 10000, 19968 + new.organization_id % 10000)); END;
CREATE TRIGGER address_search_update AFTER UPDATE OF username, external_id ON contact_address WHEN old.username IS NOT new.username OR old.external_id IS NOT new.external_id BEGIN INSERT INTO address_search(address_search, rowid, words, owner) VALUES ('delete', old.id, folded(coalesce(old.username, '') || ' ' || coalesce(old.external_id, '')), char(19968 + old.organization_id / 100000000, 19968 + old.organization_id / 10000 % 10000, 19968 + old.organization_id % 10000)); INSERT INTO address_search(rowid, words, owner) VALUES (new.id, folded(coalesce(new.username, '') || ' ' || coalesce(new.external_id, '')), char(19968 + new.organization_id / 100000000, 19968 + new.organization_id / 10000 % 10000, 19968 + new.organization_id % 10000)); END;
CREATE TRIGGER address_search_delete AFTER DELETE ON contact_address BEGIN INSERT INTO address_search(address_search, rowid, words, owner) VALUES ('delete', old.id, folded(coalesce(old.username, '') || ' ' || coalesce(old.external_id, '')), char(19968 + old.organization_id / 100000000, 19968 + old.organization_id / 10000 % 10000, 19968 + old.organization_id % 10000)); END;
INSERT INTO alembic_version VALUES ('0034');
INSERT INTO "journal_cursor" ("source", "position", "moved_at") VALUES ('text 1', 1, '2026-11-23 08:08:00.000000');
INSERT INTO "journal_cursor" ("source", "position", "moved_at") VALUES ('text 2', 2, '2026-11-23 08:34:00.000000');
INSERT INTO "journal_cursor" ("source", "position", "moved_at") VALUES ('text 3', 3, '2026-11-23 09:00:00.000000');
INSERT INTO "journal_entry" ("id", "source", "external_id", "lane", "payload", "received_at", "state", "attempts", "error", "handled_at") VALUES (1, 'text 1', 'text 1', 'text 1', 'text 1', '2026-11-23 08:08:00.000000', 'handled', 1, 'text 1', '2026-11-24 14:49:25.232676');
INSERT INTO "journal_entry" ("id", "source", "external_id", "lane", "payload", "received_at", "state", "attempts", "error", "handled_at") VALUES (2, 'text 2', 'text 2', 'text 2', 'text 2', '2026-11-23 08:34:00.000000', 'handled', 2, 'text 2', '2026-11-24 14:49:55.232676');
INSERT INTO "journal_entry" ("id", "source", "external_id", "lane", "payload", "received_at", "state", "attempts", "error", "handled_at") VALUES (3, 'text 3', 'text 3', 'text 3', 'text 3', '2026-11-23 09:00:00.000000', 'handled', 3, 'text 3', '2026-11-24 14:50:25.232676');
INSERT INTO "organization" ("id", "name", "time_zone", "language", "narrow_tasks", "weekly_at") VALUES (1, 'text 1', 'text 1', 'text 1', 0, '2026-11-23 08:08:00.000000');
INSERT INTO "organization" ("id", "name", "time_zone", "language", "narrow_tasks", "weekly_at") VALUES (2, 'text 2', 'text 2', 'text 2', 0, '2026-11-23 08:34:00.000000');
INSERT INTO "organization" ("id", "name", "time_zone", "language", "narrow_tasks", "weekly_at") VALUES (3, 'text 3', 'text 3', 'text 3', 0, '2026-11-23 09:00:00.000000');
INSERT INTO "outage" ("id", "carrier", "also", "reason", "began_at", "ended_at", "first_delivery_id", "last_delivery_id", "told_at", "is_told_over", "settled_at") VALUES (1, 'text 1', 'text 1', 'away', '2026-11-23 08:08:00.000000', '2026-11-23 08:08:00.000000', 1, 1, '2026-11-23 08:08:00.000000', 0, '2026-11-23 08:08:00.000000');
INSERT INTO "outage" ("id", "carrier", "also", "reason", "began_at", "ended_at", "first_delivery_id", "last_delivery_id", "told_at", "is_told_over", "settled_at") VALUES (2, 'text 2', 'text 2', 'away', '2026-11-23 08:34:00.000000', '2026-11-23 08:34:00.000000', 2, 2, '2026-11-23 08:34:00.000000', 0, '2026-11-23 08:34:00.000000');
INSERT INTO "outage" ("id", "carrier", "also", "reason", "began_at", "ended_at", "first_delivery_id", "last_delivery_id", "told_at", "is_told_over", "settled_at") VALUES (3, 'text 3', 'text 3', 'away', '2026-11-23 09:00:00.000000', '2026-11-23 09:00:00.000000', 3, 3, '2026-11-23 09:00:00.000000', 0, '2026-11-23 09:00:00.000000');
INSERT INTO "prompt" ("chat_id", "thread_id", "kind", "data", "asked_at", "asked_of") VALUES (1, 1, 'phone', '[]', '2026-11-23 08:08:00.000000', 1);
INSERT INTO "prompt" ("chat_id", "thread_id", "kind", "data", "asked_at", "asked_of") VALUES (2, 2, 'phone', '[]', '2026-11-23 08:34:00.000000', 2);
INSERT INTO "prompt" ("chat_id", "thread_id", "kind", "data", "asked_at", "asked_of") VALUES (3, 3, 'phone', '[]', '2026-11-23 09:00:00.000000', 3);
INSERT INTO "sign_in_guard" ("telegram_user_id", "failures", "locked_until") VALUES (1, 1, '2026-11-23 08:08:00.000000');
INSERT INTO "sign_in_guard" ("telegram_user_id", "failures", "locked_until") VALUES (2, 2, '2026-11-23 08:34:00.000000');
INSERT INTO "sign_in_guard" ("telegram_user_id", "failures", "locked_until") VALUES (3, 3, '2026-11-23 09:00:00.000000');
INSERT INTO "contact" ("organization_id", "id", "name", "phone", "language", "created_at", "own_name", "banned_at", "is_spam") VALUES (1, 3, 'text 3', 'text 3', 'text 3', '2026-11-23 09:00:00.000000', 'text 3', NULL, 0);
INSERT INTO "contact" ("organization_id", "id", "name", "phone", "language", "created_at", "own_name", "banned_at", "is_spam") VALUES (2, 1, 'text 1', 'text 1', 'text 1', '2026-11-23 08:08:00.000000', 'text 1', NULL, 0);
INSERT INTO "contact" ("organization_id", "id", "name", "phone", "language", "created_at", "own_name", "banned_at", "is_spam") VALUES (3, 2, 'text 2', 'text 2', 'text 2', '2026-11-23 08:34:00.000000', 'text 2', NULL, 0);
INSERT INTO "custom_field" ("organization_id", "id", "name", "key", "kind", "options", "created_at", "deleted_at") VALUES (1, 3, 'text 3', 'text 3', 'text', '[]', '2026-11-23 09:00:00.000000', '2026-11-23 09:00:00.000000');
INSERT INTO "custom_field" ("organization_id", "id", "name", "key", "kind", "options", "created_at", "deleted_at") VALUES (2, 1, 'text 1', 'text 1', 'text', '[]', '2026-11-23 08:08:00.000000', '2026-11-23 08:08:00.000000');
INSERT INTO "custom_field" ("organization_id", "id", "name", "key", "kind", "options", "created_at", "deleted_at") VALUES (3, 2, 'text 2', 'text 2', 'text', '[]', '2026-11-23 08:34:00.000000', '2026-11-23 08:34:00.000000');
INSERT INTO "department" ("organization_id", "id", "name") VALUES (1, 3, 'text 3');
INSERT INTO "department" ("organization_id", "id", "name") VALUES (2, 1, 'text 1');
INSERT INTO "department" ("organization_id", "id", "name") VALUES (3, 2, 'text 2');
INSERT INTO "employee" ("organization_id", "id", "phone", "name", "role", "password_hash", "language", "is_active", "failed_sign_ins", "locked_until", "created_at", "time_zone", "has_sound", "hears_of_new", "ahead", "digest_at", "hears_weekly", "marks_unread", "undo_seconds", "password_source") VALUES (1, 3, 'text 3', 'text 3', 'operator', 'text 3', 'text 3', 0, 3, '2026-11-23 09:00:00.000000', '2026-11-23 09:00:00.000000', 'text 3', 0, 0, 'never', '2026-11-23 09:00:00.000000', 0, 0, 3, 'team_file');
INSERT INTO "employee" ("organization_id", "id", "phone", "name", "role", "password_hash", "language", "is_active", "failed_sign_ins", "locked_until", "created_at", "time_zone", "has_sound", "hears_of_new", "ahead", "digest_at", "hears_weekly", "marks_unread", "undo_seconds", "password_source") VALUES (2, 1, 'text 1', 'text 1', 'operator', 'text 1', 'text 1', 0, 1, '2026-11-23 08:08:00.000000', '2026-11-23 08:08:00.000000', 'text 1', 0, 0, 'never', '2026-11-23 08:08:00.000000', 0, 0, 1, 'team_file');
INSERT INTO "employee" ("organization_id", "id", "phone", "name", "role", "password_hash", "language", "is_active", "failed_sign_ins", "locked_until", "created_at", "time_zone", "has_sound", "hears_of_new", "ahead", "digest_at", "hears_weekly", "marks_unread", "undo_seconds", "password_source") VALUES (3, 2, 'text 2', 'text 2', 'operator', 'text 2', 'text 2', 0, 2, '2026-11-23 08:34:00.000000', '2026-11-23 08:34:00.000000', 'text 2', 0, 0, 'never', '2026-11-23 08:34:00.000000', 0, 0, 2, 'team_file');
INSERT INTO "outage_notice" ("organization_id", "id", "outage_id", "chat_id", "telegram_message_id") VALUES (1, 3, 3, 3, 3);
INSERT INTO "outage_notice" ("organization_id", "id", "outage_id", "chat_id", "telegram_message_id") VALUES (2, 1, 1, 1, 1);
INSERT INTO "outage_notice" ("organization_id", "id", "outage_id", "chat_id", "telegram_message_id") VALUES (3, 2, 2, 2, 2);
INSERT INTO "routing_rules" ("organization_id", "id", "reopening") VALUES (1, 1, 'former');
INSERT INTO "routing_rules" ("organization_id", "id", "reopening") VALUES (2, 2, 'former');
INSERT INTO "routing_rules" ("organization_id", "id", "reopening") VALUES (3, 3, 'former');
INSERT INTO "shift_rules" ("organization_id", "id", "own_schedules", "off_duty") VALUES (1, 1, 0, 'sound');
INSERT INTO "shift_rules" ("organization_id", "id", "own_schedules", "off_duty") VALUES (2, 2, 0, 'sound');
INSERT INTO "shift_rules" ("organization_id", "id", "own_schedules", "off_duty") VALUES (3, 3, 0, 'sound');
INSERT INTO "tag" ("organization_id", "id", "scope", "name", "key", "colour", "created_at", "deleted_at") VALUES (1, 3, 'dialog', 'text 3', 'text 3', 'red', '2026-11-23 09:00:00.000000', '2026-11-23 09:00:00.000000');
INSERT INTO "tag" ("organization_id", "id", "scope", "name", "key", "colour", "created_at", "deleted_at") VALUES (2, 1, 'dialog', 'text 1', 'text 1', 'red', '2026-11-23 08:08:00.000000', '2026-11-23 08:08:00.000000');
INSERT INTO "tag" ("organization_id", "id", "scope", "name", "key", "colour", "created_at", "deleted_at") VALUES (3, 2, 'dialog', 'text 2', 'text 2', 'red', '2026-11-23 08:34:00.000000', '2026-11-23 08:34:00.000000');
INSERT INTO "board" ("organization_id", "id", "chat_id", "employee_id", "department_id", "message_id", "shown", "painted_at") VALUES (1, 3, 3, 3, 3, 3, 'text 3', '2026-11-23 09:00:00.000000');
INSERT INTO "board" ("organization_id", "id", "chat_id", "employee_id", "department_id", "message_id", "shown", "painted_at") VALUES (2, 1, 1, 1, 1, 1, 'text 1', '2026-11-23 08:08:00.000000');
INSERT INTO "board" ("organization_id", "id", "chat_id", "employee_id", "department_id", "message_id", "shown", "painted_at") VALUES (3, 2, 2, 2, 2, 2, 'text 2', '2026-11-23 08:34:00.000000');
INSERT INTO "channel" ("organization_id", "id", "provider", "name", "department_id", "token", "account_id", "is_active", "has_bot", "is_routed") VALUES (1, 3, 'telegram', 'text 3', 3, 'text 3', 3, 0, 0, 0);
INSERT INTO "channel" ("organization_id", "id", "provider", "name", "department_id", "token", "account_id", "is_active", "has_bot", "is_routed") VALUES (2, 1, 'telegram', 'text 1', 1, 'text 1', 1, 0, 0, 0);
INSERT INTO "channel" ("organization_id", "id", "provider", "name", "department_id", "token", "account_id", "is_active", "has_bot", "is_routed") VALUES (3, 2, 'telegram', 'text 2', 2, 'text 2', 2, 0, 0, 0);
INSERT INTO "close_rule" ("organization_id", "id", "department_id", "after", "warning", "text") VALUES (1, 3, 3, 3, 3, 'text 3');
INSERT INTO "close_rule" ("organization_id", "id", "department_id", "after", "warning", "text") VALUES (2, 1, 1, 1, 1, 'text 1');
INSERT INTO "close_rule" ("organization_id", "id", "department_id", "after", "warning", "text") VALUES (3, 2, 2, 2, 2, 'text 2');
INSERT INTO "contact_note" ("organization_id", "id", "contact_id", "employee_id", "text", "created_at", "edited_at", "deleted_at") VALUES (1, 3, 3, 3, 'text 3', '2026-11-23 09:00:00.000000', '2026-11-23 09:00:00.000000', '2026-11-23 09:00:00.000000');
INSERT INTO "contact_note" ("organization_id", "id", "contact_id", "employee_id", "text", "created_at", "edited_at", "deleted_at") VALUES (2, 1, 1, 1, 'text 1', '2026-11-23 08:08:00.000000', '2026-11-23 08:08:00.000000', '2026-11-23 08:08:00.000000');
INSERT INTO "contact_note" ("organization_id", "id", "contact_id", "employee_id", "text", "created_at", "edited_at", "deleted_at") VALUES (3, 2, 2, 2, 'text 2', '2026-11-23 08:34:00.000000', '2026-11-23 08:34:00.000000', '2026-11-23 08:34:00.000000');
INSERT INTO "contact_tag" ("organization_id", "contact_id", "tag_id", "put_by", "put_at") VALUES (1, 3, 3, 3, '2026-11-23 09:00:00.000000');
INSERT INTO "contact_tag" ("organization_id", "contact_id", "tag_id", "put_by", "put_at") VALUES (2, 1, 1, 1, '2026-11-23 08:08:00.000000');
INSERT INTO "contact_tag" ("organization_id", "contact_id", "tag_id", "put_by", "put_at") VALUES (3, 2, 2, 2, '2026-11-23 08:34:00.000000');
INSERT INTO "deputy" ("organization_id", "employee_id", "deputy_id") VALUES (1, 3, 3);
INSERT INTO "deputy" ("organization_id", "employee_id", "deputy_id") VALUES (2, 1, 1);
INSERT INTO "deputy" ("organization_id", "employee_id", "deputy_id") VALUES (3, 2, 2);
INSERT INTO "exempt_days" ("organization_id", "id", "employee_id", "department_id", "first", "last", "hours", "made_at") VALUES (1, 3, 3, 3, '2026-11-23', '2026-11-23', '[]', '2026-11-23 09:00:00.000000');
INSERT INTO "exempt_days" ("organization_id", "id", "employee_id", "department_id", "first", "last", "hours", "made_at") VALUES (2, 1, 1, 1, '2026-11-23', '2026-11-23', '[]', '2026-11-23 08:08:00.000000');
INSERT INTO "exempt_days" ("organization_id", "id", "employee_id", "department_id", "first", "last", "hours", "made_at") VALUES (3, 2, 2, 2, '2026-11-23', '2026-11-23', '[]', '2026-11-23 08:34:00.000000');
INSERT INTO "field_value" ("organization_id", "contact_id", "field_id", "value", "put_by", "put_at") VALUES (1, 3, 3, 'text 3', 3, '2026-11-23 09:00:00.000000');
INSERT INTO "field_value" ("organization_id", "contact_id", "field_id", "value", "put_by", "put_at") VALUES (2, 1, 1, 'text 1', 1, '2026-11-23 08:08:00.000000');
INSERT INTO "field_value" ("organization_id", "contact_id", "field_id", "value", "put_by", "put_at") VALUES (3, 2, 2, 'text 2', 2, '2026-11-23 08:34:00.000000');
INSERT INTO "forum" ("organization_id", "id", "department_id", "chat_id", "title", "trouble", "bound_at", "marks_unread") VALUES (1, 3, 3, 3, 'text 3', 'gone', '2026-11-23 09:00:00.000000', 0);
INSERT INTO "forum" ("organization_id", "id", "department_id", "chat_id", "title", "trouble", "bound_at", "marks_unread") VALUES (2, 1, 1, 1, 'text 1', 'gone', '2026-11-23 08:08:00.000000', 0);
INSERT INTO "forum" ("organization_id", "id", "department_id", "chat_id", "title", "trouble", "bound_at", "marks_unread") VALUES (3, 2, 2, 2, 'text 2', 'gone', '2026-11-23 08:34:00.000000', 0);
INSERT INTO "invite" ("organization_id", "id", "employee_id", "token_hash", "created_by_id", "expires_at", "used_at") VALUES (1, 3, 3, 'text 3', 3, '2026-11-23 09:00:00.000000', '2026-11-23 09:00:00.000000');
INSERT INTO "invite" ("organization_id", "id", "employee_id", "token_hash", "created_by_id", "expires_at", "used_at") VALUES (2, 1, 1, 'text 1', 1, '2026-11-23 08:08:00.000000', '2026-11-23 08:08:00.000000');
INSERT INTO "invite" ("organization_id", "id", "employee_id", "token_hash", "created_by_id", "expires_at", "used_at") VALUES (3, 2, 2, 'text 2', 2, '2026-11-23 08:34:00.000000', '2026-11-23 08:34:00.000000');
INSERT INTO "membership" ("organization_id", "employee_id", "department_id") VALUES (1, 3, 3);
INSERT INTO "membership" ("organization_id", "employee_id", "department_id") VALUES (2, 1, 1);
INSERT INTO "membership" ("organization_id", "employee_id", "department_id") VALUES (3, 2, 2);
INSERT INTO "pause" ("organization_id", "id", "employee_id", "since", "until") VALUES (1, 3, 3, '2026-11-23 09:00:00.000000', '2026-11-23 09:00:00.000000');
INSERT INTO "pause" ("organization_id", "id", "employee_id", "since", "until") VALUES (2, 1, 1, '2026-11-23 08:08:00.000000', '2026-11-23 08:08:00.000000');
INSERT INTO "pause" ("organization_id", "id", "employee_id", "since", "until") VALUES (3, 2, 2, '2026-11-23 08:34:00.000000', '2026-11-23 08:34:00.000000');
INSERT INTO "routing" ("organization_id", "id", "department_id", "mode", "capacity", "last_id", "words", "in_menu") VALUES (1, 3, 3, 'by_hand', 3, 3, '[]', 0);
INSERT INTO "routing" ("organization_id", "id", "department_id", "mode", "capacity", "last_id", "words", "in_menu") VALUES (2, 1, 1, 'by_hand', 1, 1, '[]', 0);
INSERT INTO "routing" ("organization_id", "id", "department_id", "mode", "capacity", "last_id", "words", "in_menu") VALUES (3, 2, 2, 'by_hand', 2, 2, '[]', 0);
INSERT INTO "search" ("organization_id", "id", "employee_id", "words", "subject", "made_at") VALUES (1, 3, 3, 'text 3', 'p', '2026-11-23 09:00:00.000000');
INSERT INTO "search" ("organization_id", "id", "employee_id", "words", "subject", "made_at") VALUES (2, 1, 1, 'text 1', 'p', '2026-11-23 08:08:00.000000');
INSERT INTO "search" ("organization_id", "id", "employee_id", "words", "subject", "made_at") VALUES (3, 2, 2, 'text 2', 'p', '2026-11-23 08:34:00.000000');
INSERT INTO "shift" ("organization_id", "employee_id", "is_on", "is_within", "due_at", "settled_at") VALUES (1, 3, 0, 0, '2026-11-23 09:00:00.000000', '2026-11-23 09:00:00.000000');
INSERT INTO "shift" ("organization_id", "employee_id", "is_on", "is_within", "due_at", "settled_at") VALUES (2, 1, 0, 0, '2026-11-23 08:08:00.000000', '2026-11-23 08:08:00.000000');
INSERT INTO "shift" ("organization_id", "employee_id", "is_on", "is_within", "due_at", "settled_at") VALUES (3, 2, 0, 0, '2026-11-23 08:34:00.000000', '2026-11-23 08:34:00.000000');
INSERT INTO "taskview" ("organization_id", "employee_id", "shown", "due", "department_id", "assignee_id", "created_on") VALUES (1, 3, 'open', 'overdue', 3, 3, '2026-11-23');
INSERT INTO "taskview" ("organization_id", "employee_id", "shown", "due", "department_id", "assignee_id", "created_on") VALUES (2, 1, 'open', 'overdue', 1, 1, '2026-11-23');
INSERT INTO "taskview" ("organization_id", "employee_id", "shown", "due", "department_id", "assignee_id", "created_on") VALUES (3, 2, 'open', 'overdue', 2, 2, '2026-11-23');
INSERT INTO "template" ("organization_id", "id", "title", "key", "folder", "scope", "author_id", "department_id", "items", "uses", "version", "created_at", "deleted_at") VALUES (1, 3, 'text 3', 'text 3', 'text 3', 'own', 3, 3, '[]', 3, 3, '2026-11-23 09:00:00.000000', '2026-11-23 09:00:00.000000');
INSERT INTO "template" ("organization_id", "id", "title", "key", "folder", "scope", "author_id", "department_id", "items", "uses", "version", "created_at", "deleted_at") VALUES (2, 1, 'text 1', 'text 1', 'text 1', 'own', 1, 1, '[]', 1, 1, '2026-11-23 08:08:00.000000', '2026-11-23 08:08:00.000000');
INSERT INTO "template" ("organization_id", "id", "title", "key", "folder", "scope", "author_id", "department_id", "items", "uses", "version", "created_at", "deleted_at") VALUES (3, 2, 'text 2', 'text 2', 'text 2', 'own', 2, 2, '[]', 2, 2, '2026-11-23 08:34:00.000000', '2026-11-23 08:34:00.000000');
INSERT INTO "unanswered_rule" ("organization_id", "id", "department_id", "remind_after", "escalate_after") VALUES (1, 3, 3, 3, 3);
INSERT INTO "unanswered_rule" ("organization_id", "id", "department_id", "remind_after", "escalate_after") VALUES (2, 1, 1, 1, 1);
INSERT INTO "unanswered_rule" ("organization_id", "id", "department_id", "remind_after", "escalate_after") VALUES (3, 2, 2, 2, 2);
INSERT INTO "work_schedule" ("organization_id", "id", "employee_id", "department_id", "days", "country") VALUES (1, 3, 3, 3, '[]', 'text 3');
INSERT INTO "work_schedule" ("organization_id", "id", "employee_id", "department_id", "days", "country") VALUES (2, 1, 1, 1, '[]', 'text 1');
INSERT INTO "work_schedule" ("organization_id", "id", "employee_id", "department_id", "days", "country") VALUES (3, 2, 2, 2, '[]', 'text 2');
INSERT INTO "contact_address" ("organization_id", "id", "contact_id", "channel_id", "external_id", "username", "blocked_at") VALUES (1, 3, 3, 3, 'text 3', 'text 3', NULL);
INSERT INTO "contact_address" ("organization_id", "id", "contact_id", "channel_id", "external_id", "username", "blocked_at") VALUES (2, 1, 1, 1, 'text 1', 'text 1', NULL);
INSERT INTO "contact_address" ("organization_id", "id", "contact_id", "channel_id", "external_id", "username", "blocked_at") VALUES (3, 2, 2, 2, 'text 2', 'text 2', NULL);
INSERT INTO "dialog_filter" ("organization_id", "employee_id", "scope", "state", "channel_id", "tag_id", "day", "home_scope", "home_state") VALUES (1, 3, 'all', 'unread', 3, 3, '2026-11-23', 'all', 'unread');
INSERT INTO "dialog_filter" ("organization_id", "employee_id", "scope", "state", "channel_id", "tag_id", "day", "home_scope", "home_state") VALUES (2, 1, 'all', 'unread', 1, 1, '2026-11-23', 'all', 'unread');
INSERT INTO "dialog_filter" ("organization_id", "employee_id", "scope", "state", "channel_id", "tag_id", "day", "home_scope", "home_state") VALUES (3, 2, 'all', 'unread', 2, 2, '2026-11-23', 'all', 'unread');
INSERT INTO "keyword" ("organization_id", "id", "channel_id", "words", "text", "is_on", "created_at", "deleted_at") VALUES (1, 3, 3, '[]', 'text 3', 0, '2026-11-23 09:00:00.000000', '2026-11-23 09:00:00.000000');
INSERT INTO "keyword" ("organization_id", "id", "channel_id", "words", "text", "is_on", "created_at", "deleted_at") VALUES (2, 1, 1, '[]', 'text 1', 0, '2026-11-23 08:08:00.000000', '2026-11-23 08:08:00.000000');
INSERT INTO "keyword" ("organization_id", "id", "channel_id", "words", "text", "is_on", "created_at", "deleted_at") VALUES (3, 2, 2, '[]', 'text 2', 0, '2026-11-23 08:34:00.000000', '2026-11-23 08:34:00.000000');
INSERT INTO "notice" ("organization_id", "id", "kind", "channel_id", "is_on", "texts") VALUES (1, 3, 'greeting', 3, 0, '[]');
INSERT INTO "notice" ("organization_id", "id", "kind", "channel_id", "is_on", "texts") VALUES (2, 1, 'greeting', 1, 0, '[]');
INSERT INTO "notice" ("organization_id", "id", "kind", "channel_id", "is_on", "texts") VALUES (3, 2, 'greeting', 2, 0, '[]');
INSERT INTO "dialog" ("organization_id", "id", "contact_id", "channel_id", "address_id", "department_id", "assignee_id", "status", "version", "opened_at", "closed_at", "last_message_at", "note", "unread", "waiting_since", "snoozed_at", "snoozed_until") VALUES (1, 3, 3, 3, 3, 3, 3, 'closed', 3, '2026-11-23 09:00:00.000000', '2026-11-23 09:00:00.000000', '2026-11-23 09:00:00.000000', 'text 3', 0, NULL, NULL, NULL);
INSERT INTO "dialog" ("organization_id", "id", "contact_id", "channel_id", "address_id", "department_id", "assignee_id", "status", "version", "opened_at", "closed_at", "last_message_at", "note", "unread", "waiting_since", "snoozed_at", "snoozed_until") VALUES (2, 1, 1, 1, 1, 1, 1, 'closed', 1, '2026-11-23 08:08:00.000000', '2026-11-23 08:08:00.000000', '2026-11-23 08:08:00.000000', 'text 1', 0, NULL, NULL, NULL);
INSERT INTO "dialog" ("organization_id", "id", "contact_id", "channel_id", "address_id", "department_id", "assignee_id", "status", "version", "opened_at", "closed_at", "last_message_at", "note", "unread", "waiting_since", "snoozed_at", "snoozed_until") VALUES (3, 2, 2, 2, 2, 2, 2, 'closed', 2, '2026-11-23 08:34:00.000000', '2026-11-23 08:34:00.000000', '2026-11-23 08:34:00.000000', 'text 2', 0, NULL, NULL, NULL);
INSERT INTO "bot_state" ("organization_id", "id", "dialog_id", "greeted_at", "off_hours_at", "queued_at") VALUES (1, 3, 3, '2026-11-23 09:00:00.000000', '2026-11-23 09:00:00.000000', '2026-11-23 09:00:00.000000');
INSERT INTO "bot_state" ("organization_id", "id", "dialog_id", "greeted_at", "off_hours_at", "queued_at") VALUES (2, 1, 1, '2026-11-23 08:08:00.000000', '2026-11-23 08:08:00.000000', '2026-11-23 08:08:00.000000');
INSERT INTO "bot_state" ("organization_id", "id", "dialog_id", "greeted_at", "off_hours_at", "queued_at") VALUES (3, 2, 2, '2026-11-23 08:34:00.000000', '2026-11-23 08:34:00.000000', '2026-11-23 08:34:00.000000');
INSERT INTO "dialog_tag" ("organization_id", "dialog_id", "tag_id", "put_by", "put_at") VALUES (1, 3, 3, 3, '2026-11-23 09:00:00.000000');
INSERT INTO "dialog_tag" ("organization_id", "dialog_id", "tag_id", "put_by", "put_at") VALUES (2, 1, 1, 1, '2026-11-23 08:08:00.000000');
INSERT INTO "dialog_tag" ("organization_id", "dialog_id", "tag_id", "put_by", "put_at") VALUES (3, 2, 2, 2, '2026-11-23 08:34:00.000000');
INSERT INTO "event" ("organization_id", "id", "kind", "employee_id", "dialog_id", "data", "at", "department_id", "waited", "is_first") VALUES (1, 3, 'sign_in_locked', 3, 1, '[]', '2026-11-23 09:00:00.000000', 3, 3, 0);
INSERT INTO "event" ("organization_id", "id", "kind", "employee_id", "dialog_id", "data", "at", "department_id", "waited", "is_first") VALUES (2, 1, 'signed_out', 1, 1, '[]', '2026-11-23 08:08:00.000000', 1, 1, 0);
INSERT INTO "event" ("organization_id", "id", "kind", "employee_id", "dialog_id", "data", "at", "department_id", "waited", "is_first") VALUES (3, 2, 'sign_in_failed', 2, 1, '[]', '2026-11-23 08:34:00.000000', 2, 2, 0);
INSERT INTO "message" ("organization_id", "id", "dialog_id", "author", "employee_id", "kind", "text", "entities", "data", "reply_to_id", "album_id", "external_id", "created_at", "accepted_at", "state", "failure", "maybe_repeated", "edited_at", "deleted_at", "is_note", "is_hidden") VALUES (1, 3, 1, 'contact', 3, 'text', 'text 3', '[]', '[]', 3, 'text 3', 'text 3', '2026-11-23 09:00:00.000000', '2026-11-23 09:00:00.000000', NULL, '[]', 0, '2026-11-23 09:00:00.000000', NULL, 0, 0);
INSERT INTO "message" ("organization_id", "id", "dialog_id", "author", "employee_id", "kind", "text", "entities", "data", "reply_to_id", "album_id", "external_id", "created_at", "accepted_at", "state", "failure", "maybe_repeated", "edited_at", "deleted_at", "is_note", "is_hidden") VALUES (2, 1, 1, 'contact', 1, 'text', 'text 1', '[]', '[]', 1, 'text 1', 'text 1', '2026-11-23 08:08:00.000000', '2026-11-23 08:08:00.000000', NULL, '[]', 0, '2026-11-23 08:08:00.000000', NULL, 0, 0);
INSERT INTO "message" ("organization_id", "id", "dialog_id", "author", "employee_id", "kind", "text", "entities", "data", "reply_to_id", "album_id", "external_id", "created_at", "accepted_at", "state", "failure", "maybe_repeated", "edited_at", "deleted_at", "is_note", "is_hidden") VALUES (3, 2, 1, 'contact', 2, 'text', 'text 2', '[]', '[]', 2, 'text 2', 'text 2', '2026-11-23 08:34:00.000000', '2026-11-23 08:34:00.000000', 'accepted', '[]', 0, '2026-11-23 08:34:00.000000', NULL, 0, 0);
INSERT INTO "offer" ("organization_id", "id", "dialog_id", "employee_id", "chat_id", "telegram_message_id", "is_live") VALUES (1, 3, 3, 3, 4, 3, 0);
INSERT INTO "offer" ("organization_id", "id", "dialog_id", "employee_id", "chat_id", "telegram_message_id", "is_live") VALUES (2, 1, 1, 1, 2, 1, 0);
INSERT INTO "offer" ("organization_id", "id", "dialog_id", "employee_id", "chat_id", "telegram_message_id", "is_live") VALUES (3, 2, 2, 2, 3, 2, 0);
INSERT INTO "sign_in" ("organization_id", "id", "employee_id", "telegram_user_id", "telegram_name", "started_at", "ended_at", "blocked_at", "open_dialog_id", "typed_at", "telegram_username", "is_revoked") VALUES (1, 3, 3, 3, 'text 3', '2026-11-23 09:00:00.000000', '2026-11-23 09:00:00.000000', '2026-11-23 09:00:00.000000', 3, '2026-11-23 09:00:00.000000', 'text 3', 0);
INSERT INTO "sign_in" ("organization_id", "id", "employee_id", "telegram_user_id", "telegram_name", "started_at", "ended_at", "blocked_at", "open_dialog_id", "typed_at", "telegram_username", "is_revoked") VALUES (2, 1, 1, 1, 'text 1', '2026-11-23 08:08:00.000000', '2026-11-23 08:08:00.000000', '2026-11-23 08:08:00.000000', 1, '2026-11-23 08:08:00.000000', 'text 1', 0);
INSERT INTO "sign_in" ("organization_id", "id", "employee_id", "telegram_user_id", "telegram_name", "started_at", "ended_at", "blocked_at", "open_dialog_id", "typed_at", "telegram_username", "is_revoked") VALUES (3, 2, 2, 2, 'text 2', '2026-11-23 08:34:00.000000', '2026-11-23 08:34:00.000000', '2026-11-23 08:34:00.000000', 2, '2026-11-23 08:34:00.000000', 'text 2', 0);
INSERT INTO "silence" ("organization_id", "dialog_id", "since", "close_at") VALUES (1, 3, '2026-11-23 09:00:00.000000', NULL);
INSERT INTO "silence" ("organization_id", "dialog_id", "since", "close_at") VALUES (2, 1, '2026-11-23 08:08:00.000000', NULL);
INSERT INTO "silence" ("organization_id", "dialog_id", "since", "close_at") VALUES (3, 2, '2026-11-23 08:34:00.000000', NULL);
INSERT INTO "task" ("organization_id", "id", "text", "author_id", "assignee_id", "department_id", "dialog_id", "contact_id", "due_at", "is_all_day", "zone", "repeat", "month_day", "next_id", "status", "version", "order_at", "created_at", "done_at", "done_by_id", "deleted_at", "ahead") VALUES (1, 3, 'text 3', 3, 3, 3, 3, 3, '2026-11-23 09:00:00.000000', 0, 'text 3', 'daily', 3, 3, 'done', 3, '2026-11-23 09:00:00.000000', '2026-11-23 09:00:00.000000', '2026-11-23 09:00:00.000000', 3, NULL, 'never');
INSERT INTO "task" ("organization_id", "id", "text", "author_id", "assignee_id", "department_id", "dialog_id", "contact_id", "due_at", "is_all_day", "zone", "repeat", "month_day", "next_id", "status", "version", "order_at", "created_at", "done_at", "done_by_id", "deleted_at", "ahead") VALUES (2, 1, 'text 1', 1, 1, 1, 1, 1, '2026-11-23 08:08:00.000000', 0, 'text 1', 'daily', 1, 1, 'done', 1, '2026-11-23 08:08:00.000000', '2026-11-23 08:08:00.000000', '2026-11-23 08:08:00.000000', 1, NULL, 'never');
INSERT INTO "task" ("organization_id", "id", "text", "author_id", "assignee_id", "department_id", "dialog_id", "contact_id", "due_at", "is_all_day", "zone", "repeat", "month_day", "next_id", "status", "version", "order_at", "created_at", "done_at", "done_by_id", "deleted_at", "ahead") VALUES (3, 2, 'text 2', 2, 2, 2, 2, 2, '2026-11-23 08:34:00.000000', 0, 'text 2', 'daily', 2, 2, 'done', 2, '2026-11-23 08:34:00.000000', '2026-11-23 08:34:00.000000', '2026-11-23 08:34:00.000000', 2, NULL, 'never');
INSERT INTO "wait" ("organization_id", "id", "dialog_id", "waiting_since", "due_at", "reminded_at", "escalated_at") VALUES (1, 3, 3, '2026-11-23 09:00:00.000000', NULL, '2026-11-23 09:00:00.000000', '2026-11-23 09:00:00.000000');
INSERT INTO "wait" ("organization_id", "id", "dialog_id", "waiting_since", "due_at", "reminded_at", "escalated_at") VALUES (2, 1, 1, '2026-11-23 08:08:00.000000', NULL, '2026-11-23 08:08:00.000000', '2026-11-23 08:08:00.000000');
INSERT INTO "wait" ("organization_id", "id", "dialog_id", "waiting_since", "due_at", "reminded_at", "escalated_at") VALUES (3, 2, 2, '2026-11-23 08:34:00.000000', NULL, '2026-11-23 08:34:00.000000', '2026-11-23 08:34:00.000000');
INSERT INTO "window" ("organization_id", "id", "dialog_id", "employee_id", "chat_id", "layout", "thread_id", "card_id", "title", "is_live", "opened_at", "is_closed") VALUES (1, 3, 3, 3, 4, 'topic', NULL, 3, 'text 3', 0, '2026-11-23 09:00:00.000000', 0);
INSERT INTO "window" ("organization_id", "id", "dialog_id", "employee_id", "chat_id", "layout", "thread_id", "card_id", "title", "is_live", "opened_at", "is_closed") VALUES (2, 1, 1, 1, 2, 'topic', NULL, 1, 'text 1', 0, '2026-11-23 08:08:00.000000', 0);
INSERT INTO "window" ("organization_id", "id", "dialog_id", "employee_id", "chat_id", "layout", "thread_id", "card_id", "title", "is_live", "opened_at", "is_closed") VALUES (3, 2, 2, 2, 3, 'topic', NULL, 2, 'text 2', 0, '2026-11-23 08:34:00.000000', 0);
INSERT INTO "delivery" ("organization_id", "id", "carrier", "lane", "kind", "body", "key", "dialog_id", "message_id", "window_id", "status", "attempts", "not_before", "is_repeat", "created_at", "settled_at", "error", "left_at", "floor", "arrived", "delayed_at") VALUES (1, 3, 'text 3', 'desk:3', 'text 3', '[]', NULL, 1, 3, 1, 'sent', 3, NULL, 0, '2026-11-23 09:00:00.000000', '2026-11-24 14:50:25.232676', 'text 3', '2026-11-23 09:00:00.000000', 3, 'text 3', '2026-11-23 09:00:00.000000');
INSERT INTO "delivery" ("organization_id", "id", "carrier", "lane", "kind", "body", "key", "dialog_id", "message_id", "window_id", "status", "attempts", "not_before", "is_repeat", "created_at", "settled_at", "error", "left_at", "floor", "arrived", "delayed_at") VALUES (2, 1, 'text 1', 'desk:1', 'text 1', '[]', NULL, 1, 1, 1, 'sent', 1, NULL, 0, '2026-11-23 08:08:00.000000', '2026-11-24 14:49:25.232676', 'text 1', '2026-11-23 08:08:00.000000', 1, 'text 1', '2026-11-23 08:08:00.000000');
INSERT INTO "delivery" ("organization_id", "id", "carrier", "lane", "kind", "body", "key", "dialog_id", "message_id", "window_id", "status", "attempts", "not_before", "is_repeat", "created_at", "settled_at", "error", "left_at", "floor", "arrived", "delayed_at") VALUES (3, 2, 'text 2', 'desk:2', 'text 2', '[]', 'card:0', 1, 2, 1, 'sent', 2, NULL, 0, '2026-11-23 08:34:00.000000', '2026-11-24 14:49:55.232676', 'text 2', '2026-11-23 08:34:00.000000', 2, 'text 2', '2026-11-23 08:34:00.000000');
INSERT INTO "department_question" ("organization_id", "id", "dialog_id", "message_id", "department_ids", "asked_at", "is_open") VALUES (1, 3, 3, 3, '[]', '2026-11-23 09:00:00.000000', 0);
INSERT INTO "department_question" ("organization_id", "id", "dialog_id", "message_id", "department_ids", "asked_at", "is_open") VALUES (2, 1, 1, 1, '[]', '2026-11-23 08:08:00.000000', 0);
INSERT INTO "department_question" ("organization_id", "id", "dialog_id", "message_id", "department_ids", "asked_at", "is_open") VALUES (3, 2, 2, 2, '[]', '2026-11-23 08:34:00.000000', 0);
INSERT INTO "formertopic" ("organization_id", "id", "window_id", "chat_id", "thread_id") VALUES (1, 3, 3, 4, 3);
INSERT INTO "formertopic" ("organization_id", "id", "window_id", "chat_id", "thread_id") VALUES (2, 1, 1, 2, 1);
INSERT INTO "formertopic" ("organization_id", "id", "window_id", "chat_id", "thread_id") VALUES (3, 2, 2, 3, 2);
INSERT INTO "mirror" ("organization_id", "id", "message_id", "window_id", "chat_id", "telegram_message_id", "is_original") VALUES (1, 3, 3, 1, 4, 3, 0);
INSERT INTO "mirror" ("organization_id", "id", "message_id", "window_id", "chat_id", "telegram_message_id", "is_original") VALUES (2, 1, 1, 1, 2, 1, 0);
INSERT INTO "mirror" ("organization_id", "id", "message_id", "window_id", "chat_id", "telegram_message_id", "is_original") VALUES (3, 2, 2, 1, 3, 2, 0);
INSERT INTO "part" ("organization_id", "id", "message_id", "dialog_id", "external_id") VALUES (1, 3, 3, 3, 'text 3');
INSERT INTO "part" ("organization_id", "id", "message_id", "dialog_id", "external_id") VALUES (2, 1, 1, 1, 'text 1');
INSERT INTO "part" ("organization_id", "id", "message_id", "dialog_id", "external_id") VALUES (3, 2, 2, 2, 'text 2');
INSERT INTO "rating" ("organization_id", "id", "dialog_id", "channel_id", "department_id", "employee_id", "closed_at", "due_at", "message_id", "asked_at", "score", "scored_at", "comment_awaited_at", "comment") VALUES (1, 3, 3, 3, 3, 3, '2026-11-23 09:00:00.000000', NULL, 3, '2026-11-23 09:00:00.000000', 3, '2026-11-23 09:00:00.000000', NULL, 'text 3');
INSERT INTO "rating" ("organization_id", "id", "dialog_id", "channel_id", "department_id", "employee_id", "closed_at", "due_at", "message_id", "asked_at", "score", "scored_at", "comment_awaited_at", "comment") VALUES (2, 1, 1, 1, 1, 1, '2026-11-23 08:08:00.000000', NULL, 1, '2026-11-23 08:08:00.000000', 1, '2026-11-23 08:08:00.000000', NULL, 'text 1');
INSERT INTO "rating" ("organization_id", "id", "dialog_id", "channel_id", "department_id", "employee_id", "closed_at", "due_at", "message_id", "asked_at", "score", "scored_at", "comment_awaited_at", "comment") VALUES (3, 2, 2, 2, 2, 2, '2026-11-23 08:34:00.000000', NULL, 2, '2026-11-23 08:34:00.000000', 2, '2026-11-23 08:34:00.000000', NULL, 'text 2');
INSERT INTO "reaction" ("organization_id", "id", "message_id", "employee_id", "emojis", "at") VALUES (1, 3, 3, 3, '[]', '2026-11-23 09:00:00.000000');
INSERT INTO "reaction" ("organization_id", "id", "message_id", "employee_id", "emojis", "at") VALUES (2, 1, 1, 1, '[]', '2026-11-23 08:08:00.000000');
INSERT INTO "reaction" ("organization_id", "id", "message_id", "employee_id", "emojis", "at") VALUES (3, 2, 2, 2, '[]', '2026-11-23 08:34:00.000000');
INSERT INTO "scheduled_message" ("organization_id", "id", "dialog_id", "author_id", "chat_id", "items", "album", "reply_to_id", "due_at", "unless_heard", "responsible_id", "after_id", "state", "version", "created_at") VALUES (1, 3, 3, 3, 3, '[]', 'text 3', 3, '2026-11-23 09:00:00.000000', 0, 3, 3, 'gone', 3, '2026-11-24 14:50:25.232676');
INSERT INTO "scheduled_message" ("organization_id", "id", "dialog_id", "author_id", "chat_id", "items", "album", "reply_to_id", "due_at", "unless_heard", "responsible_id", "after_id", "state", "version", "created_at") VALUES (2, 1, 1, 1, 1, '[]', 'text 1', 1, '2026-11-23 08:08:00.000000', 0, 1, 1, 'gone', 1, '2026-11-24 14:49:25.232676');
INSERT INTO "scheduled_message" ("organization_id", "id", "dialog_id", "author_id", "chat_id", "items", "album", "reply_to_id", "due_at", "unless_heard", "responsible_id", "after_id", "state", "version", "created_at") VALUES (3, 2, 2, 2, 2, '[]', 'text 2', 2, '2026-11-23 08:34:00.000000', 0, 2, 2, 'gone', 2, '2026-11-24 14:49:55.232676');
INSERT INTO "taskcard" ("organization_id", "id", "task_id", "window_id", "telegram_message_id") VALUES (1, 3, 3, 3, 3);
INSERT INTO "taskcard" ("organization_id", "id", "task_id", "window_id", "telegram_message_id") VALUES (2, 1, 1, 1, 1);
INSERT INTO "taskcard" ("organization_id", "id", "task_id", "window_id", "telegram_message_id") VALUES (3, 2, 2, 2, 2);
INSERT INTO "taskreminder" ("organization_id", "id", "task_id", "due_at", "fired_at", "occasion", "was_due_at") VALUES (1, 3, 3, '2026-11-23 09:00:00.000000', '2026-11-24 14:50:25.232676', 'ahead', '2026-11-23 09:00:00.000000');
INSERT INTO "taskreminder" ("organization_id", "id", "task_id", "due_at", "fired_at", "occasion", "was_due_at") VALUES (2, 1, 1, '2026-11-23 08:08:00.000000', '2026-11-24 14:49:25.232676', 'ahead', '2026-11-23 08:08:00.000000');
INSERT INTO "taskreminder" ("organization_id", "id", "task_id", "due_at", "fired_at", "occasion", "was_due_at") VALUES (3, 2, 2, '2026-11-23 08:34:00.000000', '2026-11-24 14:49:55.232676', 'ahead', '2026-11-23 08:34:00.000000');
INSERT INTO "told_task" ("organization_id", "id", "task_id", "window_id", "chat_id", "telegram_message_id") VALUES (1, 3, 3, 3, 4, 3);
INSERT INTO "told_task" ("organization_id", "id", "task_id", "window_id", "chat_id", "telegram_message_id") VALUES (2, 1, 1, 1, 2, 1);
INSERT INTO "told_task" ("organization_id", "id", "task_id", "window_id", "chat_id", "telegram_message_id") VALUES (3, 2, 2, 2, 3, 2);
INSERT INTO "undo" ("organization_id", "message_id", "window_id", "telegram_message_id", "until", "waited_since") VALUES (1, 3, 3, 3, '2026-11-23 09:00:00.000000', '2026-11-23 09:00:00.000000');
INSERT INTO "undo" ("organization_id", "message_id", "window_id", "telegram_message_id", "until", "waited_since") VALUES (2, 1, 1, 1, '2026-11-23 08:08:00.000000', '2026-11-23 08:08:00.000000');
INSERT INTO "undo" ("organization_id", "message_id", "window_id", "telegram_message_id", "until", "waited_since") VALUES (3, 2, 2, 2, '2026-11-23 08:34:00.000000', '2026-11-23 08:34:00.000000');
INSERT INTO "version" ("organization_id", "id", "message_id", "kind", "text", "entities", "replaced_at") VALUES (1, 3, 3, 'text', 'text 3', '[]', '2026-11-23 09:00:00.000000');
INSERT INTO "version" ("organization_id", "id", "message_id", "kind", "text", "entities", "replaced_at") VALUES (2, 1, 1, 'text', 'text 1', '[]', '2026-11-23 08:08:00.000000');
INSERT INTO "version" ("organization_id", "id", "message_id", "kind", "text", "entities", "replaced_at") VALUES (3, 2, 2, 'text', 'text 2', '[]', '2026-11-23 08:34:00.000000');
INSERT INTO "attachment" ("organization_id", "id", "message_id", "file_name", "mime", "size", "width", "height", "duration", "source", "file_ids", "version_id", "unique_id") VALUES (1, 3, 3, 'text 3', 'text 3', 3, 3, 3, 3, 'text 3', '[]', NULL, 'text 3');
INSERT INTO "attachment" ("organization_id", "id", "message_id", "file_name", "mime", "size", "width", "height", "duration", "source", "file_ids", "version_id", "unique_id") VALUES (2, 1, 1, 'text 1', 'text 1', 1, 1, 1, 1, 'text 1', '[]', NULL, 'text 1');
INSERT INTO "attachment" ("organization_id", "id", "message_id", "file_name", "mime", "size", "width", "height", "duration", "source", "file_ids", "version_id", "unique_id") VALUES (3, 2, 2, 'text 2', 'text 2', 2, 2, 2, 2, 'text 2', '[]', NULL, 'text 2');
