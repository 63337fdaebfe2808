import { Hono, type MiddlewareHandler } from 'hono'
import { z } from 'zod'
import type { Deps } from '../lib/context.ts'
import { notFound } from '../lib/errors.ts'
import { permit } from '../lib/permit.ts'
import { type Env, contextOf, describes, input } from '../lib/http.ts'
import { idSchema } from '../lib/ids.ts'
import { upload, uploadOf } from '../lib/upload.ts'
import {
  addFunction,
  editFunction,
  foreseeHolders,
  foreseeRetiring,
  orderFunctions,
  retireFunction,
  setHolders,
} from './actions/functions.ts'
import { importMembers, previewImport } from './actions/import.ts'
import { foreseeLeaving, removeMember } from './actions/leave.ts'
import { changeMember, foreseeJoining, foreseeRoles, inviteMember } from './actions/members.ts'
import { changeStaff, foundStaff } from './actions/staffs.ts'
import {
  FunctionChange,
  FunctionInput,
  FunctionOrder,
  HoldersInput,
  InvitationsPreview,
  Member,
  MemberChange,
  MemberInput,
  RolesPreview,
  Roster,
  SharingInput,
  Staff,
  StaffChange,
  StaffInput,
  StaffSummary,
} from './contract/roster.ts'
import { mayEditRoster } from './rules/roster.ts'
import { memberFor, myStaffs, rosterFor, staffFor } from './views.ts'
import {
  ImportChoice,
  ImportCounts,
  ImportFile,
  ImportPreview,
  ImportTaking,
} from './contract/import.ts'
import { shareDetails } from './actions/sharing.ts'

const OfStaff = z.strictObject({ staffId: idSchema('staff') })
const OfMember = OfStaff.extend({ memberId: idSchema('member') })
const OfFunction = OfStaff.extend({ functionId: idSchema('staffFunction') })

/**
 * Every route that changes the roster answers with the new roster, so that the page needs no second
 * request.
 */
export const rosterRoutes = (deps: Deps) =>
  new Hono<Env>()
    .get('/staffs', describes('Staffs I belong to', z.array(StaffSummary)), async c =>
      c.json(await myStaffs(contextOf(deps, c))),
    )
    .post(
      '/staffs',
      describes('Create a staff', Staff, 201),
      input('json', StaffInput),
      async c => {
        const ctx = contextOf(deps, c)
        const staffId = await foundStaff(ctx, c.req.valid('json'))
        // the request's session was read before this membership existed
        const membership = { staffId, memberId: '' as never, roles: [] }
        return c.json(
          await staffFor(
            {
              ...ctx,
              actor: { ...ctx.actor, memberships: [...ctx.actor.memberships, membership] },
            },
            staffId,
          ),
          201,
        )
      },
    )
    .put(
      '/me/staffs/:staffId/sharing',
      describes('Let a staff of mine see my number and organisation, or not', SharingInput),
      input('param', OfStaff),
      input('json', SharingInput),
      async c => {
        const sharing = c.req.valid('json')
        await shareDetails(contextOf(deps, c), c.req.valid('param').staffId, sharing.sharesDetails)
        return c.json(sharing)
      },
    )
    .get(
      '/staffs/:staffId',
      describes('Settings of a staff', Staff),
      input('param', OfStaff),
      async c => c.json(await staffFor(contextOf(deps, c), c.req.valid('param').staffId)),
    )
    .patch(
      '/staffs/:staffId',
      describes('Change settings of a staff', Staff),
      input('param', OfStaff),
      input('json', StaffChange),
      async c => {
        const [ctx, { staffId }] = [contextOf(deps, c), c.req.valid('param')]
        await changeStaff(ctx, staffId, c.req.valid('json'))
        return c.json(await staffFor(ctx, staffId))
      },
    )
    .get(
      '/staffs/:staffId/roster',
      describes('Functions and members', Roster),
      input('param', OfStaff),
      async c => c.json(await rosterFor(contextOf(deps, c), c.req.valid('param').staffId)),
    )
    .post(
      '/staffs/:staffId/functions',
      describes('Add a function', Roster, 201),
      input('param', OfStaff),
      input('json', FunctionInput),
      async c => {
        const [ctx, { staffId }] = [contextOf(deps, c), c.req.valid('param')]
        await addFunction(ctx, staffId, c.req.valid('json'))
        return c.json(await rosterFor(ctx, staffId), 201)
      },
    )
    .put(
      '/staffs/:staffId/functions/order',
      describes('Order the functions', Roster),
      input('param', OfStaff),
      input('json', FunctionOrder),
      async c => {
        const [ctx, { staffId }] = [contextOf(deps, c), c.req.valid('param')]
        await orderFunctions(ctx, staffId, c.req.valid('json').functionIds)
        return c.json(await rosterFor(ctx, staffId))
      },
    )
    .patch(
      '/staffs/:staffId/functions/:functionId',
      describes('Change a function', Roster),
      input('param', OfFunction),
      input('json', FunctionChange),
      async c => {
        const [ctx, of] = [contextOf(deps, c), c.req.valid('param')]
        await editFunction(ctx, of, c.req.valid('json'))
        return c.json(await rosterFor(ctx, of.staffId))
      },
    )
    .delete(
      '/staffs/:staffId/functions/:functionId',
      describes('Remove a function', Roster),
      input('param', OfFunction),
      async c => {
        const [ctx, of] = [contextOf(deps, c), c.req.valid('param')]
        await retireFunction(ctx, of)
        return c.json(await rosterFor(ctx, of.staffId))
      },
    )
    .put(
      '/staffs/:staffId/functions/:functionId/holders',
      describes('Say who holds a function', Roster),
      input('param', OfFunction),
      input('json', HoldersInput),
      async c => {
        const [ctx, of] = [contextOf(deps, c), c.req.valid('param')]
        await setHolders(ctx, of, c.req.valid('json'))
        return c.json(await rosterFor(ctx, of.staffId))
      },
    )
    .post(
      '/staffs/:staffId/functions/:functionId/holders/preview',
      describes(
        'Whom other holders would bring into meetings, and who would fall out',
        InvitationsPreview,
      ),
      input('param', OfFunction),
      input('json', HoldersInput),
      async c =>
        c.json(await foreseeHolders(contextOf(deps, c), c.req.valid('param'), c.req.valid('json'))),
    )
    .post(
      '/staffs/:staffId/functions/:functionId/removal/preview',
      describes('What removing a function would do to invitations', InvitationsPreview),
      input('param', OfFunction),
      async c => c.json(await foreseeRetiring(contextOf(deps, c), c.req.valid('param'))),
    )
    .post(
      '/staffs/:staffId/members/preview',
      describes('To which meetings somebody new would be invited', InvitationsPreview),
      input('param', OfStaff),
      input('json', MemberInput),
      async c => {
        const { staffId } = c.req.valid('param')
        return c.json(await foreseeJoining(contextOf(deps, c), staffId, c.req.valid('json')))
      },
    )
    .post(
      '/staffs/:staffId/members/:memberId/roles/preview',
      describes('What other roles would do to invitations', InvitationsPreview),
      input('param', OfMember),
      input('json', RolesPreview),
      async c => {
        const { roles } = c.req.valid('json')
        return c.json(await foreseeRoles(contextOf(deps, c), c.req.valid('param'), roles))
      },
    )
    .post(
      '/staffs/:staffId/members/:memberId/removal/preview',
      describes('What a leaving would do to invitations', InvitationsPreview),
      input('param', OfMember),
      async c => c.json(await foreseeLeaving(contextOf(deps, c), c.req.valid('param'))),
    )
    .post(
      '/staffs/:staffId/members',
      describes('Invite somebody into a staff', Member, 201),
      input('param', OfStaff),
      input('json', MemberInput),
      async c => {
        const [ctx, { staffId }] = [contextOf(deps, c), c.req.valid('param')]
        const memberId = await inviteMember(ctx, staffId, c.req.valid('json'))
        return c.json(await memberFor(ctx, { staffId, memberId }), 201)
      },
    )
    .patch(
      '/staffs/:staffId/members/:memberId',
      describes('Change a member', Member),
      input('param', OfMember),
      input('json', MemberChange),
      async c => {
        const [ctx, of] = [contextOf(deps, c), c.req.valid('param')]
        await changeMember(ctx, of, c.req.valid('json'))
        return c.json(await memberFor(ctx, of))
      },
    )
    .delete(
      '/staffs/:staffId/members/:memberId',
      describes('Take somebody out of a staff', Member),
      input('param', OfMember),
      async c => {
        const [ctx, of] = [contextOf(deps, c), c.req.valid('param')]
        await removeMember(ctx, of)
        return c.json(await memberFor(ctx, of))
      },
    )
    .post(
      '/staffs/:staffId/import/preview',
      describes('What a list would change', ImportPreview),
      input('param', OfStaff),
      input('query', ImportChoice),
      upload(ImportFile),
      async c =>
        c.json(
          await previewImport(contextOf(deps, c), c.req.valid('param').staffId, {
            upload: uploadOf(c.req),
            choice: c.req.valid('query'),
          }),
        ),
    )
    .post(
      '/staffs/:staffId/import',
      describes('Take over the good rows of a list', ImportCounts),
      input('param', OfStaff),
      input('query', ImportTaking),
      upload(ImportFile),
      async c =>
        c.json(
          await importMembers(contextOf(deps, c), c.req.valid('param').staffId, {
            upload: uploadOf(c.req),
            choice: c.req.valid('query'),
          }),
        ),
    )

/** Checks the permission to import before the file is read. */
export const importGate: MiddlewareHandler<Env> = async (c, next) => {
  const staffId = OfStaff.safeParse({ staffId: c.req.param('staffId') }).data?.staffId
  if (!staffId) throw notFound('staff')
  permit(c.var.actor, { staffId }, mayEditRoster)
  return next()
}
