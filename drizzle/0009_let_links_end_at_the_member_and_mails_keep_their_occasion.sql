ALTER TABLE "mails" DROP CONSTRAINT "mails_meeting_id_meetings_id_fk";
--> statement-breakpoint
DROP INDEX "mails_meeting";--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "enrolled_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "mails" ADD COLUMN "seq" bigserial NOT NULL;--> statement-breakpoint
ALTER TABLE "mails" ADD COLUMN "attendee_id" text;--> statement-breakpoint
ALTER TABLE "mails" ADD COLUMN "occasion" jsonb;--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "link_generation" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "staffs" ADD COLUMN "revision" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
CREATE INDEX "mails_meeting" ON "mails" USING btree ("meeting_id","person_id");--> statement-breakpoint
UPDATE "people" SET "enrolled_at" = "accounts"."created_at" FROM "accounts" WHERE "accounts"."person_id" = "people"."id";--> statement-breakpoint
UPDATE "mails" SET "attendee_id" = "attendees"."id" FROM "attendees", "members" WHERE "attendees"."meeting_id" = "mails"."meeting_id" AND "members"."id" = "attendees"."member_id" AND "members"."person_id" = "mails"."person_id";
