import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router'
import { useState } from 'react'
import { createRoot } from 'react-dom/client'
import type { Mode } from '../../../src/lib/modes.ts'
import { ApiError } from '../../../web/src/api.ts'
import { AttendanceBand } from '../../../web/src/attendance/Band.tsx'
import { QuickEntry, type QuickText } from '../../../web/src/board/QuickEntry.tsx'
import { readLine } from '../../../web/src/journal/line.ts'
import { LiveStamp } from '../../../web/src/frame/LiveStamp.tsx'
import { ErrorState } from '../../../web/src/frame/Loaded.tsx'
import { Shell } from '../../../web/src/frame/Shell.tsx'
import { startTexts } from '../../../web/src/i18n/texts.ts'
import { Tile } from '../../../web/src/rooms/Tile.tsx'
import { Button, CallLink } from '../../../web/src/ui/Button.tsx'
import { ClashQuestion } from '../../../web/src/ui/ClashQuestion.tsx'
import { DateTimeField, type WallValue } from '../../../web/src/ui/DateTimeField.tsx'
import { Dialog } from '../../../web/src/ui/Dialog.tsx'
import { Select, TextInput } from '../../../web/src/ui/Field.tsx'
import { Badge, Count, PageTitle, Panel } from '../../../web/src/ui/Panel.tsx'
import { PersonRow } from '../../../web/src/ui/People.tsx'
import { EmptyState } from '../../../web/src/ui/states.tsx'
import { Table } from '../../../web/src/ui/Table.tsx'
import { ToastProvider, useToast } from '../../../web/src/ui/Toast.tsx'
import { ModeChoice, ModeSwatch, ModeWord } from '../../../web/src/words/Mode.tsx'
import { bandRows, bandWindow, nowMs, people } from './sample.ts'
import '../../../web/src/ui/ui.css'

/**
 * Every building block once, with invented people; the browser tests look at it. `?rows=60` makes a
 * long band.
 */
function Gallery() {
  return (
    <ToastProvider>
      <Shell
        links={['Übersicht', 'Sitzungen', 'Stab', 'Aufträge', 'Protokolle', 'Nachweise'].map(
          (name, i) => (
            <a
              key={name}
              href="/"
              {...(i === 0 ? { className: 'on', 'aria-current': 'page' } : {})}
            >
              {name}
            </a>
          ),
        )}
        right={
          <>
            <span className="soft">IT-Hotline 02336 93-4444</span>
            <span>Krisenstab Beispielkreis</span>
          </>
        }
        menuLabel="Dr. Sabine Köhler-Özdemir"
        menu={<a href="#konto">Mein Konto</a>}
        banner={
          <div className="banner sample">
            Beispielstab. Alle Personen und Ereignisse sind erfunden.
          </div>
        }
      >
        <div className="page-head">
          <PageTitle
            overline="Hochwasser Ruhr und Volme · Einsatz"
            title="17. Sitzung"
            actions={
              <>
                <LiveStamp />
                <Button variant="tertiary">Wandtafel</Button>
                <Button>Unterbrechen</Button>
                <Button variant="primary">Sitzung schließen …</Button>
              </>
            }
          >
            <Badge tone="ok">eröffnet</Badge>
            <span>
              seit 08:31, läuft <b>42 min</b>
            </span>
            <span className="soft">Kreishaus, Raum 101, und virtuell</span>
          </PageTitle>
          <nav className="tabs" aria-label="Ansichten">
            <a href="#lage" className="on" aria-current="page">
              Lage
            </a>
            <a href="#tagesordnung">Tagesordnung</a>
          </nav>
        </div>
        <div className="page stack">
          <div className="two-columns">
            <div className="stack">
              <div className="counts">
                <Count value={2} isBad>
                  Pflichtfunktionen unbesetzt
                </Count>
                <Count value={6}>
                  <ModeSwatch kind="onSite" />
                  vor Ort <span className="soft">von 12 Plätzen</span>
                </Count>
                <Count value={4}>
                  <ModeSwatch kind="video" />
                  virtuell
                </Count>
                <Count value={1}>
                  <ModeSwatch kind="phone" />
                  telefonisch
                </Count>
              </div>
              <Panel>
                <PeopleTable />
              </Panel>
            </div>
            <div className="stack">
              <Panel
                title="Noch fehlen"
                badge={<Badge tone="warn">2</Badge>}
                aside={<Button size="small">Alle erinnern</Button>}
              >
                <PersonRow
                  isCompact
                  name="Anne-Kathrin Schäfer"
                  detail="SMS Umwelt · zugesagt – virtuell"
                >
                  <CallLink size="small" number="02336 93-1">
                    Anrufen
                  </CallLink>
                </PersonRow>
                <PersonRow isCompact name="Ralf Kötter" detail="keine Rückmeldung">
                  <CallLink size="small" number="02336 93-2">
                    Anrufen
                  </CallLink>
                </PersonRow>
              </Panel>
              <Panel title="Zustände">
                <EmptyState
                  title="Noch keine Aufträge."
                  action={<Button variant="primary">Auftrag anlegen</Button>}
                >
                  Aufträge entstehen in der Sitzung mit der Taste A.
                </EmptyState>
                <ErrorState
                  error={new ApiError({ status: 500, code: 'internal', requestId: 'req_7k2' })}
                  onRetry={() => {}}
                />
              </Panel>
            </div>
          </div>
          <Entry />
          <AttendanceBand rows={bandRows} window={bandWindow} nowMs={nowMs} />
          <Panel title="Wie nehmen Sie teil?" isPadded>
            <Choice />
          </Panel>
          <div className="halves">
            <Panel title="Formular" isPadded>
              <Form />
            </Panel>
            <Panel title="Dialoge" isPadded>
              <Actions />
            </Panel>
          </div>
          <Panel title="Zwei haben dasselbe geändert" isPadded>
            <ClashQuestion
              clash={{
                fields: ['place', 'seats'],
                mine: { place: 'Feuerwache Süd, Lehrsaal', seats: '8' },
                theirs: { place: 'Rathaus', seats: '' },
                before: { place: 'Kreishaus, Raum 101', seats: '12' },
                onMine: () => {},
                onTheirs: () => {},
              }}
              label={field => (field === 'place' ? 'Ort' : 'Plätze vor Ort')}
              show={(fields, field) => fields[field]}
            />
          </Panel>
          <div className="tiles dark">
            <Tile functionLabel="SMS Ordnung" name="Jörg Müßig" isSpeaking note="spricht" />
            <Tile functionLabel="SMS Gesundheit" name="Dr. Çiğdem Yıldız" note="stumm" />
          </div>
        </div>
      </Shell>
    </ToastProvider>
  )
}

function PeopleTable() {
  return (
    <Table
      caption="Funktionen"
      rows={people}
      rowKey={person => person.id}
      block={person => person.block}
      tone={person => (person.mode ? undefined : 'bad')}
      columns={[
        {
          id: 'function',
          header: 'Funktion',
          cell: person => person.label,
          sortBy: person => person.label,
        },
        {
          id: 'name',
          header: 'besetzt durch',
          cell: person => <b>{person.name}</b>,
          sortBy: person => person.name,
        },
        {
          id: 'mode',
          header: 'Modus',
          cell: person => <ModeWord kind={person.mode ?? 'unfilled'} />,
        },
        {
          id: 'since',
          header: 'seit',
          cell: person => person.since,
          sortBy: person => person.since,
        },
      ]}
    />
  )
}

function Choice() {
  const [mode, setMode] = useState<Mode | null>(null)
  return (
    <ModeChoice
      label="Wie nehmen Sie teil?"
      chosen={mode}
      chosenNote="Ihre Zusage von 07:12"
      notes={{ onSite: 'Raum 101, 6 Plätze frei', phone: '02336 93-4400' }}
      onChoose={setMode}
    />
  )
}

const lineOf = ({ kind, typed, kept }: QuickText<'decision' | 'order' | 'log'>) =>
  readLine(typed, { kind, kept, people: [], now: { date: '2026-11-24', time: '08:00:00' } })

/** Saving fails the first time, as with a lost connection. */
function Entry() {
  const [saved, setSaved] = useState<{ kind: string; text: string; reason: string; key: string }[]>(
    [],
  )
  const [keys, setKeys] = useState<string[]>([])
  return (
    <Panel>
      <QuickEntry
        draftKey="gallery"
        kinds={[
          {
            id: 'decision',
            label: 'Beschluss',
            shortcut: 'B',
            placeholder: 'Was wurde beschlossen? Begründung nach einem Gedankenstrich …',
          },
          { id: 'order', label: 'Auftrag', shortcut: 'A', placeholder: 'Wer macht was?' },
          { id: 'log', label: 'Eintrag', shortcut: 'E', placeholder: 'Was ist geschehen?' },
        ]}
        read={entry => ({
          isEmpty: lineOf(entry).text === '',
          chips: lineOf(entry).understood.map(({ id, kind }) => ({ id, label: kind })),
          asks: null,
        })}
        onSave={async (entry, key) => {
          setKeys(all => [...all, key])
          if (keys.length === 0) throw new ApiError({ status: 0, code: 'offline' })
          const { text, understood } = lineOf(entry)
          const [reason] = understood.flatMap(each => (each.kind === 'reason' ? each.reason : []))
          setSaved(all => [...all, { kind: entry.kind, text, reason: reason ?? '', key }])
        }}
      />
      <ul data-testid="saved" hidden>
        {saved.map(entry => (
          <li key={entry.key}>
            {entry.kind}|{entry.text}|{entry.reason}
          </li>
        ))}
      </ul>
      <output data-testid="keys" hidden>
        {new Set(keys).size}/{keys.length}
      </output>
    </Panel>
  )
}

function Form() {
  const [name, setName] = useState('')
  const [at, setAt] = useState<WallValue>({ date: '2026-10-25', time: '02:30' })
  const [template, setTemplate] = useState<'nrw' | 'bw'>('nrw')
  return (
    <div className="stack">
      <TextInput
        label="Name"
        value={name}
        onChange={setName}
        hint="wie er im Protokoll steht"
        error={name === '' ? 'Bitte einen Namen angeben.' : null}
      />
      <Select
        label="Vorlage"
        value={template}
        onChange={setTemplate}
        options={[
          { value: 'nrw', label: 'Krisenstab (NRW)' },
          { value: 'bw', label: 'Verwaltungsstab (BW)' },
        ]}
      />
      <DateTimeField label="Beginn" value={at} onChange={setAt} />
    </div>
  )
}

function Actions() {
  const toast = useToast()
  const [isOpen, setOpen] = useState(false)
  return (
    <div className="row wrap">
      <Button variant="primary" onClick={() => setOpen(true)}>
        Absagen …
      </Button>
      <Button
        onClick={() => toast('Groß, Uwe, gekommen 08:24', { undo: () => toast('Zurückgenommen') })}
      >
        Kommt
      </Button>
      <Button size="big" disabledReason="ab 08:15 Uhr">
        Jetzt zuschalten
      </Button>
      <Button busy="wird gesendet …">Senden</Button>
      {isOpen ? (
        <Dialog
          title="18. Sitzung absagen"
          onClose={() => setOpen(false)}
          onSubmit={() => setOpen(false)}
          actions={
            <>
              <Button onClick={() => setOpen(false)}>Abbrechen</Button>
              <Button type="submit" variant="danger">
                Absagen
              </Button>
            </>
          }
        >
          <p>12 Eingeladene erhalten eine Absage per Mail.</p>
        </Dialog>
      ) : null}
    </div>
  )
}

await startTexts('de')
const router = createRouter({
  routeTree: createRootRoute({ component: Gallery }),
  history: createMemoryHistory(),
})
const root = document.getElementById('root')
// another router than the product's, so its type is not the registered one
if (root) createRoot(root).render(<RouterProvider router={router as never} />)
