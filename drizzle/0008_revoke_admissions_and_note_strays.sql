CREATE TABLE "stray_connections" (
	"meeting_id" text NOT NULL,
	"identity" text NOT NULL,
	"attendee_id" text,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "stray_connections_meeting_id_identity_pk" PRIMARY KEY("meeting_id","identity")
);
--> statement-breakpoint
ALTER TABLE "admissions" ADD COLUMN "sid" text;--> statement-breakpoint
ALTER TABLE "stray_connections" ADD CONSTRAINT "stray_connections_meeting_id_meetings_id_fk" FOREIGN KEY ("meeting_id") REFERENCES "public"."meetings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stray_connections" ADD CONSTRAINT "stray_connections_attendee_id_attendees_id_fk" FOREIGN KEY ("attendee_id") REFERENCES "public"."attendees"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "admissions_attendee" ON "admissions" USING btree ("attendee_id");--> statement-breakpoint
CREATE INDEX "admissions_revoked" ON "admissions" USING btree ("revoked_at");