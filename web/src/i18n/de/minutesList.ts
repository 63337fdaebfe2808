export const texts = {
  list: {
    none: 'Noch gibt es kein Protokoll.',
    noneText:
      'Ein Protokoll entsteht, wenn die Leitung eine Sitzung schließt. Es steht dann hier, zuerst als Entwurf.',
    noneRecords: 'Hier stehen freigegebene Protokolle. Noch ist keines freigegeben.',
    toMeetings: 'Zu den Sitzungen',
    refused: 'Protokolle sehen nur, wer im Stab mitarbeitet, und wer Nachweise führt.',
    refusedText:
      'Ihre Rolle in diesem Stab gehört nicht dazu. Brauchen Sie Zugang, fragen Sie die Leitung.',
    number: 'Nr.',
    meeting: 'Sitzung',
    incident: 'Lage',
    closed: 'geschlossen',
    state: 'Stand',
    released: 'Freigabe',
    hash: 'Prüfwert',
    file: 'Datei',
    pdf: 'PDF',
    pdfOf: 'PDF, {{title}}',
    onlyReleased: 'Entwürfe sehen Sie nicht.',
  },
} as const
