export const texts = {
  close: {
    title: '{{title}} schließen?',
    there_zero: 'Es ist niemand da.',
    there_one:
      '{{count}} Person ist noch da: {{names}}. Sie wird ausgetragen, der virtuelle Raum schließt.',
    there_other:
      '{{count}} Personen sind noch da: {{names}}. Diese werden ausgetragen, der virtuelle Raum schließt.',
    andMore: '{{names}} und {{count}} weitere',
    unconnected:
      '{{names}}: als „virtuell“ gemeldet, bisher nie verbunden. So steht es im Protokoll. Zurücknehmen geht nur vorher, am Empfang unter „Letzte Eingaben“.',
    openItems_one: 'Ein Punkt der Tagesordnung ist nicht behandelt: {{titles}}.',
    openItems_other: '{{count}} Punkte der Tagesordnung sind nicht behandelt: {{titles}}.',
    runningItem: 'Der laufende Punkt „{{title}}“ endet.',
    entries: 'Im Protokoll stehen bisher {{decisions}} und {{orders}}.',
    decisions_zero: 'kein Beschluss',
    decisions_one: 'ein Beschluss',
    decisions_other: '{{count}} Beschlüsse',
    orders_zero: 'kein Auftrag',
    orders_one: 'ein Auftrag',
    orders_other: '{{count}} Aufträge',
    minutes:
      'Der Entwurf des Protokolls entsteht sofort. Wer keine Person für die Protokollführung benannt hat, kann das dort nachholen.',
    minutesBy: 'Der Entwurf des Protokolls entsteht sofort; Protokollführung: {{name}}.',
    ended: 'Ende der Sitzung',
    endedNow: 'jetzt',
    endedEarlier: 'früher',
    endedAt: 'Die Sitzung endete',
    endedWhy: 'Warum wird das erst jetzt gesagt?',
    endedHint:
      'Steht im Protokoll. Was danach gemeldet wurde, zählt nicht als Anwesenheit und bleibt gespeichert.',
    endedWrong: 'Bitte eine Zeit zwischen dem Eröffnen und jetzt.',
    endedNoReason: 'Bitte einen Grund angeben.',
    confirmAt: 'Schließen mit Ende {{moment}}',
    final: 'Eine geschlossene Sitzung kann nicht wieder eröffnet werden.',
    notYet: 'Noch nicht schließen',
    back: 'Zurück zur Sitzung',
    confirm: 'Jetzt schließen',
    closing: 'wird geschlossen …',
    already: 'Die Sitzung ist bereits geschlossen.',
    alreadyAt:
      'Jemand anderes hat die Sitzung {{moment}} geschlossen. Der Entwurf des Protokolls ist da.',
    done: 'Die Sitzung ist geschlossen. Das ist der Entwurf des Protokolls.',
  },
} as const
