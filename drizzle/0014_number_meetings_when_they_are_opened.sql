ALTER TABLE "meetings" ALTER COLUMN "number" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "meetings" ALTER COLUMN "title" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "mails" ADD COLUMN "is_urgent" boolean DEFAULT false NOT NULL;--> statement-breakpoint
UPDATE "meetings" SET "title" = NULL WHERE "opened_at" IS NULL AND "title" IN ("number" || '. Sitzung', 'Meeting ' || "number");--> statement-breakpoint
UPDATE "meetings" SET "number" = NULL WHERE "opened_at" IS NULL;
