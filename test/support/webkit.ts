import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { Builder, Capabilities, type WebDriver } from 'selenium-webdriver'
import { freePort } from './ports.ts'

const onPath = (name: string) =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map(folder => join(folder, name))
    .find(existsSync)

const driver = onPath('WebKitWebDriver')
const screen = onPath('Xvfb')
const [browser] = globSync('/usr/lib/*/webkit2gtk-4.*/MiniBrowser')

/** Debian has it in the packages webkit2gtk-driver and xvfb. */
export const hasWebKit = Boolean(driver && screen && browser)

/** A WebKit as it comes, with a screen of its own; `close` ends both. */
export async function launchWebKit(): Promise<{ page: WebDriver; close: () => Promise<void> }> {
  if (!driver || !screen || !browser)
    throw new Error('No WebKit: install the packages webkit2gtk-driver and xvfb')
  const display = spawn(screen, ['-displayfd', '1', '-screen', '0', '1280x1024x24'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const number = await firstLine(display)
  const port = await freePort()
  const serving = spawn(driver, [`--port=${port}`], {
    env: { ...process.env, DISPLAY: `:${number}`, LC_ALL: 'de_DE.UTF-8', LANGUAGE: 'de' },
    stdio: 'ignore',
  })
  const stop = () => {
    serving.kill()
    display.kill()
  }
  try {
    const address = `http://127.0.0.1:${port}`
    await untilAnswers(`${address}/status`, serving)
    const page = await new Builder()
      .usingServer(address)
      .withCapabilities(
        new Capabilities({
          browserName: 'MiniBrowser',
          'webkitgtk:browserOptions': { binary: browser, args: ['--automation'] },
        }),
      )
      .build()
    return { page, close: () => page.quit().finally(stop) }
  } catch (error) {
    stop()
    throw error
  }
}

async function firstLine(from: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: from.stdout! })) return line // spawned with a pipe
  throw new Error('The screen did not start')
}

async function untilAnswers(url: string, from: ChildProcess): Promise<void> {
  while (from.exitCode === null) {
    const answer = await fetch(url).catch(() => null)
    if (answer?.ok) return
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  throw new Error('WebKitWebDriver ended')
}
