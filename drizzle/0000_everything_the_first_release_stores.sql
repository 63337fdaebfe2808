CREATE SEQUENCE "public"."live_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "accounts" (
	"person_id" text PRIMARY KEY NOT NULL,
	"password_hash" text NOT NULL,
	"totp_secret" "bytea" NOT NULL,
	"totp_last_step" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "attempts" (
	"key" text NOT NULL,
	"window_start" timestamp (3) with time zone NOT NULL,
	"count" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "attempts_key_window_start_pk" PRIMARY KEY("key","window_start")
);
--> statement-breakpoint
CREATE TABLE "enrolments" (
	"token_hash" "bytea" PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"created_by" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	"totp_secret" "bytea"
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"scope" text NOT NULL,
	"key" text NOT NULL,
	"fingerprint" text NOT NULL,
	"status" integer,
	"body" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_scope_key_pk" PRIMARY KEY("scope","key")
);
--> statement-breakpoint
CREATE TABLE "installation" (
	"one" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"secret" "bytea" NOT NULL,
	"is_sample" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "people" (
	"id" text PRIMARY KEY NOT NULL,
	"title" text DEFAULT '' NOT NULL,
	"name" text NOT NULL,
	"organisation" text DEFAULT '' NOT NULL,
	"email" text NOT NULL,
	"mobile" text DEFAULT '' NOT NULL,
	"language" text DEFAULT 'de' NOT NULL,
	"theme" text DEFAULT 'system' NOT NULL,
	"mail_problem" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "people_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"person_id" text NOT NULL,
	"factors" jsonb NOT NULL,
	"user_agent" text DEFAULT '' NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "sessions_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "signals" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"id" text NOT NULL,
	"meeting_id" text NOT NULL,
	"attendee_id" text NOT NULL,
	"mode" text NOT NULL,
	"stay" text NOT NULL,
	"edge" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"uncertainty_ms" integer DEFAULT 0 NOT NULL,
	"source" text NOT NULL,
	"by_id" text
);
--> statement-breakpoint
CREATE TABLE "audit_trail" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"staff_id" text,
	"actor_id" text,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"details" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"request_id" text
);
--> statement-breakpoint
CREATE TABLE "incidents" (
	"id" text PRIMARY KEY NOT NULL,
	"staff_id" text NOT NULL,
	"title" text NOT NULL,
	"kind" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "feeds" (
	"person_id" text PRIMARY KEY NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mails" (
	"id" text PRIMARY KEY NOT NULL,
	"staff_id" text NOT NULL,
	"meeting_id" text,
	"person_id" text NOT NULL,
	"kind" text NOT NULL,
	"to_name" text NOT NULL,
	"to_address" text NOT NULL,
	"subject" text NOT NULL,
	"text" text NOT NULL,
	"html" text NOT NULL,
	"calendar_method" text,
	"calendar" text,
	"state" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"problem" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"sent_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "entries" (
	"id" text PRIMARY KEY NOT NULL,
	"staff_id" text NOT NULL,
	"meeting_id" text NOT NULL,
	"kind" text NOT NULL,
	"number" integer NOT NULL,
	"text" text NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"entered_at" timestamp (3) with time zone NOT NULL,
	"by_id" text NOT NULL,
	"responsible_id" text,
	"responsible_text" text DEFAULT '' NOT NULL,
	"due_at" timestamp (3) with time zone,
	"done_at" timestamp (3) with time zone,
	"done_by_id" text,
	"retracted_at" timestamp (3) with time zone,
	CONSTRAINT "entries_order_fields" CHECK ("entries"."kind" = 'order' or ("entries"."responsible_id" is null and "entries"."due_at" is null and "entries"."done_at" is null))
);
--> statement-breakpoint
CREATE TABLE "agenda_items" (
	"id" text PRIMARY KEY NOT NULL,
	"meeting_id" text NOT NULL,
	"position" integer NOT NULL,
	"title" text NOT NULL,
	"responsible" text DEFAULT '' NOT NULL,
	"minutes" integer,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "attendees" (
	"id" text PRIMARY KEY NOT NULL,
	"meeting_id" text NOT NULL,
	"member_id" text,
	"kind" text NOT NULL,
	"visitor_name" text,
	"visitor_organisation" text,
	"deputy_for_id" text,
	"link_generation" integer DEFAULT 1 NOT NULL,
	"mailed_sequence" integer,
	"reminded_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "attendees_visitor" CHECK (("attendees"."kind" = 'visitor') = ("attendees"."member_id" is null)),
	CONSTRAINT "attendees_visitor_name" CHECK ("attendees"."kind" <> 'visitor' or "attendees"."visitor_name" is not null)
);
--> statement-breakpoint
CREATE TABLE "meeting_events" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"meeting_id" text NOT NULL,
	"kind" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"by_id" text,
	"details" jsonb DEFAULT '{}'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "meetings" (
	"id" text PRIMARY KEY NOT NULL,
	"staff_id" text NOT NULL,
	"incident_id" text NOT NULL,
	"series_id" text,
	"number" integer NOT NULL,
	"title" text NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"place" text NOT NULL,
	"seats" integer,
	"has_virtual_room" boolean NOT NULL,
	"opened_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"cancel_reason" text DEFAULT '' NOT NULL,
	"minute_taker_id" text,
	"sequence" integer DEFAULT 0 NOT NULL,
	"room_name" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "meetings_room_name_unique" UNIQUE("room_name"),
	CONSTRAINT "meetings_order" CHECK ("meetings"."ends_at" > "meetings"."starts_at"),
	CONSTRAINT "meetings_seats" CHECK ("meetings"."seats" is null or "meetings"."seats" between 1 and 10000),
	CONSTRAINT "meetings_opened" CHECK ("meetings"."state" not in ('open','paused','closed') or "meetings"."opened_at" is not null),
	CONSTRAINT "meetings_closed" CHECK (("meetings"."state" = 'closed') = ("meetings"."closed_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "series" (
	"id" text PRIMARY KEY NOT NULL,
	"staff_id" text NOT NULL,
	"incident_id" text NOT NULL,
	"rule" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "minutes" (
	"id" text PRIMARY KEY NOT NULL,
	"meeting_id" text NOT NULL,
	"version" integer NOT NULL,
	"state" text NOT NULL,
	"record" jsonb NOT NULL,
	"edits" jsonb NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"composed_at" timestamp (3) with time zone NOT NULL,
	"edited_at" timestamp (3) with time zone,
	"edited_by_id" text,
	"released_at" timestamp (3) with time zone,
	"released_by_id" text,
	"pdf" "bytea",
	"pdf_ua" "bytea",
	"sha256" text
);
--> statement-breakpoint
CREATE TABLE "replies" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"meeting_id" text NOT NULL,
	"attendee_id" text NOT NULL,
	"kind" text NOT NULL,
	"mode" text,
	"deputy_id" text,
	"at" timestamp (3) with time zone NOT NULL,
	"by_id" text,
	"source" text NOT NULL,
	CONSTRAINT "replies_mode" CHECK (("replies"."kind" = 'accepted') = ("replies"."mode" is not null)),
	CONSTRAINT "replies_deputy" CHECK ("replies"."deputy_id" is null or "replies"."kind" = 'declined')
);
--> statement-breakpoint
CREATE TABLE "admissions" (
	"identity" text PRIMARY KEY NOT NULL,
	"meeting_id" text NOT NULL,
	"attendee_id" text NOT NULL,
	"session_id" text NOT NULL,
	"device" text DEFAULT '' NOT NULL,
	"issued_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "raised_hands" (
	"attendee_id" text PRIMARY KEY NOT NULL,
	"meeting_id" text NOT NULL,
	"raised_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "functions" (
	"id" text PRIMARY KEY NOT NULL,
	"staff_id" text NOT NULL,
	"label" text NOT NULL,
	"block" text NOT NULL,
	"position" integer NOT NULL,
	"is_required" boolean DEFAULT false NOT NULL,
	"retired_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "holders" (
	"id" text PRIMARY KEY NOT NULL,
	"staff_id" text NOT NULL,
	"function_id" text NOT NULL,
	"member_id" text NOT NULL,
	"rank" integer NOT NULL,
	"valid_from" date NOT NULL,
	"valid_until" date,
	CONSTRAINT "holders_days" CHECK ("holders"."valid_until" is null or "holders"."valid_until" >= "holders"."valid_from"),
	CONSTRAINT "holders_rank" CHECK ("holders"."rank" between 0 and 99)
);
--> statement-breakpoint
CREATE TABLE "members" (
	"id" text PRIMARY KEY NOT NULL,
	"staff_id" text NOT NULL,
	"person_id" text NOT NULL,
	"roles" text[] NOT NULL,
	"joined_at" timestamp (3) with time zone NOT NULL,
	"left_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "staffs" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"organisation" text DEFAULT '' NOT NULL,
	"template" text NOT NULL,
	"zone" text DEFAULT 'Europe/Berlin' NOT NULL,
	"language" text DEFAULT 'de' NOT NULL,
	"merge_gap_s" integer DEFAULT 120 NOT NULL,
	"partly_after_s" integer DEFAULT 300 NOT NULL,
	"hotline" text DEFAULT '' NOT NULL,
	"dial_in_number" text DEFAULT '' NOT NULL,
	"dial_in_code" text DEFAULT '' NOT NULL,
	"default_place" text DEFAULT '' NOT NULL,
	"default_seats" integer,
	"is_sample" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "staffs_name_unique" UNIQUE("name"),
	CONSTRAINT "staffs_gaps" CHECK ("staffs"."merge_gap_s" between 0 and 3600 and "staffs"."partly_after_s" between 0 and 86400)
);
--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrolments" ADD CONSTRAINT "enrolments_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signals" ADD CONSTRAINT "signals_meeting_id_meetings_id_fk" FOREIGN KEY ("meeting_id") REFERENCES "public"."meetings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signals" ADD CONSTRAINT "signals_attendee_id_attendees_id_fk" FOREIGN KEY ("attendee_id") REFERENCES "public"."attendees"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incidents" ADD CONSTRAINT "incidents_staff_id_staffs_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staffs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feeds" ADD CONSTRAINT "feeds_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mails" ADD CONSTRAINT "mails_staff_id_staffs_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staffs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mails" ADD CONSTRAINT "mails_meeting_id_meetings_id_fk" FOREIGN KEY ("meeting_id") REFERENCES "public"."meetings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mails" ADD CONSTRAINT "mails_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entries" ADD CONSTRAINT "entries_staff_id_staffs_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staffs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entries" ADD CONSTRAINT "entries_meeting_id_meetings_id_fk" FOREIGN KEY ("meeting_id") REFERENCES "public"."meetings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entries" ADD CONSTRAINT "entries_responsible_id_members_id_fk" FOREIGN KEY ("responsible_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agenda_items" ADD CONSTRAINT "agenda_items_meeting_id_meetings_id_fk" FOREIGN KEY ("meeting_id") REFERENCES "public"."meetings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attendees" ADD CONSTRAINT "attendees_meeting_id_meetings_id_fk" FOREIGN KEY ("meeting_id") REFERENCES "public"."meetings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attendees" ADD CONSTRAINT "attendees_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting_events" ADD CONSTRAINT "meeting_events_meeting_id_meetings_id_fk" FOREIGN KEY ("meeting_id") REFERENCES "public"."meetings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meetings" ADD CONSTRAINT "meetings_staff_id_staffs_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staffs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meetings" ADD CONSTRAINT "meetings_incident_id_incidents_id_fk" FOREIGN KEY ("incident_id") REFERENCES "public"."incidents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meetings" ADD CONSTRAINT "meetings_series_id_series_id_fk" FOREIGN KEY ("series_id") REFERENCES "public"."series"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meetings" ADD CONSTRAINT "meetings_minute_taker_id_members_id_fk" FOREIGN KEY ("minute_taker_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "series" ADD CONSTRAINT "series_staff_id_staffs_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staffs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "series" ADD CONSTRAINT "series_incident_id_incidents_id_fk" FOREIGN KEY ("incident_id") REFERENCES "public"."incidents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "minutes" ADD CONSTRAINT "minutes_meeting_id_meetings_id_fk" FOREIGN KEY ("meeting_id") REFERENCES "public"."meetings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "replies" ADD CONSTRAINT "replies_meeting_id_meetings_id_fk" FOREIGN KEY ("meeting_id") REFERENCES "public"."meetings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "replies" ADD CONSTRAINT "replies_attendee_id_attendees_id_fk" FOREIGN KEY ("attendee_id") REFERENCES "public"."attendees"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "replies" ADD CONSTRAINT "replies_deputy_id_attendees_id_fk" FOREIGN KEY ("deputy_id") REFERENCES "public"."attendees"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "admissions" ADD CONSTRAINT "admissions_meeting_id_meetings_id_fk" FOREIGN KEY ("meeting_id") REFERENCES "public"."meetings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "admissions" ADD CONSTRAINT "admissions_attendee_id_attendees_id_fk" FOREIGN KEY ("attendee_id") REFERENCES "public"."attendees"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "raised_hands" ADD CONSTRAINT "raised_hands_attendee_id_attendees_id_fk" FOREIGN KEY ("attendee_id") REFERENCES "public"."attendees"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "raised_hands" ADD CONSTRAINT "raised_hands_meeting_id_meetings_id_fk" FOREIGN KEY ("meeting_id") REFERENCES "public"."meetings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "functions" ADD CONSTRAINT "functions_staff_id_staffs_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staffs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "holders" ADD CONSTRAINT "holders_staff_id_staffs_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staffs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "holders" ADD CONSTRAINT "holders_function_id_functions_id_fk" FOREIGN KEY ("function_id") REFERENCES "public"."functions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "holders" ADD CONSTRAINT "holders_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_staff_id_staffs_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staffs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "enrolments_person" ON "enrolments" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "sessions_person" ON "sessions" USING btree ("person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "signals_id" ON "signals" USING btree ("id");--> statement-breakpoint
CREATE INDEX "signals_meeting" ON "signals" USING btree ("meeting_id","seq");--> statement-breakpoint
CREATE INDEX "audit_trail_staff_at" ON "audit_trail" USING btree ("staff_id","at");--> statement-breakpoint
CREATE INDEX "audit_trail_subject" ON "audit_trail" USING btree ("subject");--> statement-breakpoint
CREATE INDEX "incidents_staff" ON "incidents" USING btree ("staff_id","started_at");--> statement-breakpoint
CREATE UNIQUE INDEX "feeds_token" ON "feeds" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "mails_staff" ON "mails" USING btree ("staff_id","created_at");--> statement-breakpoint
CREATE INDEX "mails_meeting" ON "mails" USING btree ("meeting_id");--> statement-breakpoint
CREATE INDEX "mails_person" ON "mails" USING btree ("person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "entries_number" ON "entries" USING btree ("meeting_id","kind","number");--> statement-breakpoint
CREATE INDEX "entries_open_orders" ON "entries" USING btree ("staff_id","due_at") WHERE kind = 'order' and done_at is null and retracted_at is null;--> statement-breakpoint
CREATE INDEX "entries_responsible" ON "entries" USING btree ("responsible_id");--> statement-breakpoint
CREATE INDEX "agenda_items_meeting" ON "agenda_items" USING btree ("meeting_id","position");--> statement-breakpoint
CREATE UNIQUE INDEX "attendees_member" ON "attendees" USING btree ("meeting_id","member_id");--> statement-breakpoint
CREATE INDEX "attendees_by_member" ON "attendees" USING btree ("member_id");--> statement-breakpoint
CREATE INDEX "meeting_events_meeting" ON "meeting_events" USING btree ("meeting_id","seq");--> statement-breakpoint
CREATE UNIQUE INDEX "meetings_number" ON "meetings" USING btree ("incident_id","number");--> statement-breakpoint
CREATE INDEX "meetings_staff" ON "meetings" USING btree ("staff_id","starts_at");--> statement-breakpoint
CREATE INDEX "meetings_series" ON "meetings" USING btree ("series_id");--> statement-breakpoint
CREATE UNIQUE INDEX "minutes_version" ON "minutes" USING btree ("meeting_id","version");--> statement-breakpoint
CREATE INDEX "minutes_meeting" ON "minutes" USING btree ("meeting_id");--> statement-breakpoint
CREATE INDEX "replies_meeting" ON "replies" USING btree ("meeting_id","seq");--> statement-breakpoint
CREATE INDEX "replies_attendee" ON "replies" USING btree ("attendee_id","seq");--> statement-breakpoint
CREATE INDEX "admissions_meeting" ON "admissions" USING btree ("meeting_id");--> statement-breakpoint
CREATE INDEX "raised_hands_meeting" ON "raised_hands" USING btree ("meeting_id","raised_at");--> statement-breakpoint
CREATE UNIQUE INDEX "functions_label" ON "functions" USING btree ("staff_id","label") WHERE retired_at is null;--> statement-breakpoint
CREATE INDEX "functions_staff" ON "functions" USING btree ("staff_id","position");--> statement-breakpoint
CREATE INDEX "holders_function" ON "holders" USING btree ("function_id","rank");--> statement-breakpoint
CREATE INDEX "holders_member" ON "holders" USING btree ("member_id");--> statement-breakpoint
CREATE INDEX "holders_staff" ON "holders" USING btree ("staff_id");--> statement-breakpoint
CREATE UNIQUE INDEX "members_person" ON "members" USING btree ("staff_id","person_id");--> statement-breakpoint
CREATE INDEX "members_by_person" ON "members" USING btree ("person_id");