import { z } from 'zod'
import { raw } from '../../lib/shapes.ts'
import { RoleName } from './roster.ts'

/** What a column of a list can be. */
export const ColumnKey = z.enum([
  'title',
  'name',
  'firstName',
  'lastName',
  'organisation',
  'email',
  'mobile',
  'language',
  'functions',
  'deputyFor',
  'deputies',
  'rank',
  'roles',
])
export type ColumnKey = z.infer<typeof ColumnKey>

/** The problems a cell of an imported list can have. */
export const CellProblem = z.enum([
  'missing',
  'tooLong',
  'controlCharacters',
  'notAnAddress',
  'notANumber',
  'unknownLanguage',
  'unknownFunction',
  'unknownRole',
  'roleNotYours',
  'badRank',
  'rankTaken',
  'contradictsEarlierRow',
  'formulaFault',
  'lostLetters',
  'unclearName',
  'mixedLetters',
  'unknownDeputy',
  'ambiguousDeputy',
  'noFunction',
])

export type CellProblem = z.infer<typeof CellProblem>

export const ImportRow = z.strictObject({
  /** the row number that the spreadsheet shows, from 1 */
  line: z.int(),
  action: z.enum(['add', 'change', 'same', 'bad']),
  name: z.string(),
  email: z.string(),
  /** as the list has them, which tells people of one name apart; empty: not in the list */
  title: z.string(),
  organisation: z.string(),
  mobile: z.string(),
  /**
   * true: the member belongs to other staffs too, so only roles and functions of the row are taken.
   * Always false for new members.
   */
  keepsPerson: z.boolean(),
  problems: z.array(
    z.strictObject({
      /** e.g. B7 */
      cell: z.string(),
      /** the heading as written in the file */
      column: z.string(),
      value: z.string(),
      problem: CellProblem,
      /** person: the row is not taken over. value: the person is, without this value */
      costs: z.enum(['person', 'value']),
      /** values that are allowed, or the row or person that has the value already */
      expected: z.string().optional(),
      /** a text for the cell that takes the value over in another way */
      instead: z.string().optional(),
    }),
  ),
  /**
   * functions that the row gives: 0 holds, 1 and above deputise in that order; empty for a bad row
   */
  functions: z.array(z.strictObject({ label: z.string(), rank: z.int() })),
  /** those whom the row names as deputies of its function, by cell; `text` as the list has it */
  deputies: z.array(
    z.strictObject({ cell: z.string(), text: z.string(), names: z.array(z.string()) }),
  ),
  /** the cell that names this person as a deputy; null: the person has a row of the list */
  namedIn: z.string().nullable(),
  /** all that the person will have; empty for a bad row */
  roles: z.array(RoleName),
  /** those of them that the list does not name, but the functions suggest */
  proposedRoles: z.array(RoleName),
  /** cells whose value is not taken exactly as the file has it */
  mended: z.array(
    z.strictObject({
      cell: z.string(),
      column: z.string(),
      value: z.string(),
      taken: z.string(),
      /**
       * cleaned: invisible and stray characters removed. turned: the family name came first.
       * restored: letters had been read in a wrong code page. completed: a leading zero was lost.
       * first: one of several values. understood: another spelling of a function
       */
      how: z.enum(['cleaned', 'turned', 'restored', 'completed', 'first', 'understood']),
    }),
  ),
})

export type ImportRow = z.infer<typeof ImportRow>

/**
 * What somebody changed in the preview. It travels with the file, which stays as it is. Columns are
 * named by their index from 0, cells as the spreadsheet names them.
 */
export const ImportEdits = z.strictObject({
  /** the row of the headings as the spreadsheet shows it; absent: found */
  headingLine: z.int().min(1).max(100_000).optional(),
  /** null: the column is not read; absent: as its heading says */
  columns: z.record(z.string().regex(/^\d{1,3}$/), ColumnKey.nullable()).default({}),
  cells: z
    .record(z.string().regex(/^[A-Z]{1,3}[1-9]\d{0,5}$/), z.string().max(2_000))
    .refine(cells => Object.keys(cells).length <= 5_000, 'expected at most 5,000 cells')
    .default({}),
  /** whether new people get the roles that their functions suggest, unless the list names roles */
  takesProposedRoles: z.boolean().default(false),
})
export type ImportEdits = z.infer<typeof ImportEdits>
export const noEdits: ImportEdits = { columns: {}, cells: {}, takesProposedRoles: false }

export const ImportCounts = z.strictObject({
  add: z.int(),
  change: z.int(),
  same: z.int(),
  bad: z.int(),
})

export type ImportCounts = z.infer<typeof ImportCounts>

/** Which part of a file is read. `sheet` absent: the first visible sheet that has headings. */
export const ImportChoice = z.strictObject({
  sheet: raw(200).optional(),
  /** without it, rows hidden by a filter or by hand are skipped */
  withHiddenRows: z
    .enum(['true', 'false'])
    .default('false')
    .transform(typed => typed === 'true'),
})

export type ImportChoice = z.infer<typeof ImportChoice>

/** `seen`: as the preview gave it; absent: the list is taken over unseen. */
export const ImportTaking = ImportChoice.extend({ seen: z.string().max(64).optional() })

export type ImportTaking = z.infer<typeof ImportTaking>

export const ImportSource = z.strictObject({
  /** null: the file has no sheets */
  sheet: z.string().nullable(),
  sheets: z.array(z.strictObject({ name: z.string(), isHidden: z.boolean() })),
  /**
   * number of rows that are read, and the row numbers of the first and last as the spreadsheet
   * shows them
   */
  rows: z.int(),
  firstLine: z.int(),
  lastLine: z.int(),
  /** hidden rows that are not empty, whether read or not */
  hiddenRows: z.int(),
  readsHiddenRows: z.boolean(),
  /** null: a workbook, whose format states its encoding */
  encoding: z.enum(['utf8', 'utf16', 'windows1252', 'macintosh', 'cp850']).nullable(),
  /** true: no code page turned the letters into likely German words, so umlauts may be damaged */
  isDoubtful: z.boolean(),
})

export type ImportSource = z.infer<typeof ImportSource>

export const ImportPreview = z.strictObject({
  source: ImportSource,
  rows: z.array(ImportRow),
  counts: ImportCounts,
  /** the row of the headings as the spreadsheet shows it; null: the list has none */
  headingLine: z.int().nullable(),
  /** each column that has a heading or a value in its first rows */
  columns: z.array(
    z.strictObject({
      index: z.int(),
      /** e.g. B */
      letter: z.string(),
      header: z.string(),
      /** its first value */
      example: z.string(),
      /** null: not read */
      key: ColumnKey.nullable(),
      /** false: taken for that because of its values, not of its heading */
      isSure: z.boolean(),
    }),
  ),
  /** headings that no field matches */
  ignoredColumns: z.array(z.string()),
  /** names what was shown; taking the list over with it is refused when it would do anything else */
  seen: z.string(),
})

export type ImportPreview = z.infer<typeof ImportPreview>

/** `edits`: ImportEdits as JSON. */
export const ImportFile = z.strictObject({
  file: z.file(),
  edits: z.string().max(1_000_000).optional(),
})
