ALTER TABLE "attendees" ADD COLUMN "by_hand" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "attendees" ADD COLUMN "for_function" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "attendees" ADD COLUMN "ended_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "meetings" ADD COLUMN "gathering" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "signals" ADD COLUMN "gathering" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "admissions" ADD COLUMN "room_name" text;--> statement-breakpoint
ALTER TABLE "admissions" ADD COLUMN "gathering" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
CREATE INDEX "admissions_room" ON "admissions" USING btree ("room_name");