CREATE TABLE "former_functions" (
	"function_id" text NOT NULL,
	"until" timestamp (3) with time zone NOT NULL,
	"label" text NOT NULL,
	"block" text NOT NULL,
	"is_required" boolean NOT NULL,
	CONSTRAINT "former_functions_function_id_until_pk" PRIMARY KEY("function_id","until")
);
--> statement-breakpoint
ALTER TABLE "functions" ADD COLUMN "created_at" timestamp (3) with time zone NOT NULL;--> statement-breakpoint
ALTER TABLE "former_functions" ADD CONSTRAINT "former_functions_function_id_functions_id_fk" FOREIGN KEY ("function_id") REFERENCES "public"."functions"("id") ON DELETE no action ON UPDATE no action;