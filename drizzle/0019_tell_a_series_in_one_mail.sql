ALTER TABLE "mails" ADD COLUMN "calendar_entry" text;--> statement-breakpoint
ALTER TABLE "mails" ADD COLUMN "letter_id" text;--> statement-breakpoint
ALTER TABLE "meetings" ADD COLUMN "calendar_entry" text;--> statement-breakpoint
CREATE INDEX "mails_letter" ON "mails" USING btree ("letter_id");--> statement-breakpoint
CREATE INDEX "meetings_entry" ON "meetings" USING btree ("calendar_entry");