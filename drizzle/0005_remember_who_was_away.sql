CREATE TABLE "former_leavings" (
	"member_id" text NOT NULL,
	"left_at" timestamp (3) with time zone NOT NULL,
	"back_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "former_leavings_member_id_left_at_pk" PRIMARY KEY("member_id","left_at")
);
--> statement-breakpoint
ALTER TABLE "former_leavings" ADD CONSTRAINT "former_leavings_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;