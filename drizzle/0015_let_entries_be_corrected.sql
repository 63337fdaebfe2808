ALTER TABLE "signals" ADD COLUMN "replaces_id" text;--> statement-breakpoint
CREATE UNIQUE INDEX "signals_replaces" ON "signals" USING btree ("replaces_id");