import fc from 'fast-check'

/** Harm a channel let through, and how often it refused a string. */
export type Channel = { effects: string[]; refused: number }

/**
 * Strings made of parts that have broken calendars, spreadsheets, mails and documents before, of
 * random text, and of both.
 */
export function hostileStrings(count: number, seed: number): string[] {
  const attacks = fc.constantFrom(
    '\r\n',
    '\n',
    '\r',
    '\u0000',
    '\u000b',
    '\u0085',
    '\u2028',
    '\t',
    ' ',
    ';',
    ':',
    ',',
    '"',
    "'",
    '\\',
    '\\n',
    '\\r',
    '^n',
    "^'",
    '^',
    '=',
    '+',
    '-',
    '@',
    '%0d%0a',
    '%0A',
    'BEGIN:VEVENT',
    'END:VEVENT',
    'END:VCALENDAR',
    'ATTENDEE:mailto:x@evil.example',
    'ATTACH:file:///etc/passwd',
    ';RSVP=FALSE:',
    'METHOD:CANCEL',
    'X-ALT-DESC;FMTTYPE=text/html:',
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("https://evil.example")',
    '@SUM(1)',
    '+1+1',
    '-2+3',
    '=1+1',
    '＝1+1',
    '";"',
    '\ufeff=1',
    'Bcc: x@evil.example',
    'Subject: x',
    'Content-Type: text/html',
    '\r\n.\r\n',
    'RCPT TO:<x@evil.example>',
    '=?utf-8?q?=0D=0ABcc:_x=40evil.example?=',
    '=?utf-8?B?DQpCY2M6IHg=?=',
    '<x@evil.example>',
    ', x@evil.example',
    '--boundary',
    '()',
    'group: x@evil.example;',
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '"><a href="https://evil.example">',
    '&lt;',
    '{{7*7}}',
    '${7*7}',
    '#eval("1")',
    '#read("/etc/passwd")',
    '$x$',
    '@label',
    '*a*',
    '_b_',
    '`c`',
    '//',
    '/*',
    '<label>',
    'Köhler',
    'יעל',
    '👩‍🚒',
    'e\u0301',
    '\u202e',
    '\ud800',
    '\udc00',
    'x'.repeat(300),
  )
  const piece = fc.oneof(
    { weight: 5, arbitrary: attacks },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
    { weight: 1, arbitrary: fc.string({ maxLength: 12 }) },
  )
  return fc.sample(
    fc
      .array(piece, { minLength: 1, maxLength: 5 })
      .map(pieces => pieces.join(''))
      .filter(text => text.trim() !== ''),
    { numRuns: count, seed },
  )
}
