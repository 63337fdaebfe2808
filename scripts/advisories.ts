import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

export type Verdict = { line: string; isBad: boolean; findings: string[] }

type Report = {
  metadata?: { vulnerabilities?: Record<string, number> }
  vulnerabilities?: Record<string, { severity: string; range: string; via: unknown[] }>
}

/**
 * Asks the package registry for known faults of the packages of the running product (`npm audit`).
 * Only a high or critical one fails the check. A registry that does not answer within `mostMs`, or
 * has no advisories, does not fail it; the output says so.
 */
export async function checkAdvisories({
  mostMs = 20_000,
  registry,
}: { mostMs?: number; registry?: string } = {}): Promise<Verdict> {
  const report = await audit(mostMs, registry)
  const counts = report?.metadata?.vulnerabilities
  if (!counts)
    return { line: 'advisories: source not reachable, not checked', isBad: false, findings: [] }
  const grave = (counts.high ?? 0) + (counts.critical ?? 0)
  const lesser = (counts.moderate ?? 0) + (counts.low ?? 0) + (counts.info ?? 0)
  const findings = Object.entries(report.vulnerabilities ?? {}).map(
    ([name, { severity, range, via }]) => `${severity}: ${name} ${range}${titlesOf(via)}`,
  )
  return {
    line: `advisories: ${grave} high or critical, ${lesser} lesser`,
    isBad: grave > 0,
    findings,
  }
}

/** The report npm printed, or undefined. npm exits with an error when it has findings. */
function audit(mostMs: number, registry: string | undefined): Promise<Report | undefined> {
  const args = ['audit', '--omit=dev', '--json', '--fetch-retries=0', `--fetch-timeout=${mostMs}`]
  if (registry) args.push(`--registry=${registry}`)
  return new Promise(resolve =>
    execFile(
      'npm',
      args,
      {
        cwd: root,
        timeout: mostMs,
        killSignal: 'SIGKILL',
        maxBuffer: 32 * 1024 * 1024,
        shell: process.platform === 'win32',
      },
      (_error, stdout) => {
        try {
          resolve(JSON.parse(stdout) as Report)
        } catch {
          resolve(undefined)
        }
      },
    ),
  )
}

function titlesOf(via: unknown[]): string {
  const titles = via.flatMap(each =>
    typeof each === 'object' && each !== null && 'title' in each ? [String(each.title)] : [],
  )
  return titles.length > 0 ? ` (${titles.join('; ')})` : ''
}

if (import.meta.main) {
  const { line, isBad, findings } = await checkAdvisories()
  for (const finding of findings) console.log(finding)
  console.log(line)
  process.exitCode = isBad ? 1 : 0
}
