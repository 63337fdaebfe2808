ALTER TABLE "entries" ADD COLUMN "replaced_by_id" text;--> statement-breakpoint
ALTER TABLE "entries" ADD COLUMN "former" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "entries" ADD CONSTRAINT "entries_replaced_by_id_entries_id_fk" FOREIGN KEY ("replaced_by_id") REFERENCES "public"."entries"("id") ON DELETE no action ON UPDATE no action;