export const texts = {
  title: 'Vorraum',
  lobby: {
    title: 'Bereit zum Zuschalten?',
    begins: 'beginnt {{when}}',
    openSince: 'eröffnet seit {{time}}',
    pausedSince: 'unterbrochen seit {{time}}',
    closed: 'geschlossen',
    cancelled: 'abgesagt',
    enter: 'Jetzt zuschalten',
    entersWithout:
      'Sie können sich auch so zuschalten. Kamera und Mikrofon lassen sich später einschalten.',
    microphoneOn: 'Mikrofon einschalten',
    microphoneOff: 'Mikrofon ausschalten',
    cameraOn: 'Kamera einschalten',
    cameraOff: 'Kamera ausschalten',
  },
  preview: { label: 'Ihr eigenes Bild' },
  notice: {
    text: 'Erfasst wird, von wann bis wann und auf welchem Weg Sie teilnehmen. Ton und Bild werden nicht aufgezeichnet.',
    more: 'Was gespeichert wird',
    stored:
      'Gespeichert werden Ihr Name, Ihre Funktion, die Zeiten, zu denen Sie verbunden sind, und dass Sie virtuell zugeschaltet sind. Diese Angaben stehen im Protokoll der Sitzung.',
    notStored:
      'Nicht gespeichert werden Ton, Bild, geteilte Bildschirme und wer wann gesprochen hat. Niemand kann in diesem Raum eine Aufzeichnung starten. Alles läuft über die eigenen Server der Verwaltung.',
  },
  device: {
    camera: 'Kamera',
    microphone: 'Mikrofon',
    speaker: 'Lautsprecher',
    default: 'Standardgerät',
    unnamed: 'Gerät {{number}}',
    change: 'Geräte wechseln',
    hide: 'Geräteauswahl schließen',
    systemSpeaker:
      'Den Lautsprecher wählt dieser Browser nicht selbst; es gilt die Einstellung des Systems.',
  },
  check: {
    ready: 'bereit',
    off: 'ausgeschaltet',
    asking: 'wartet auf Erlaubnis',
    askingText:
      'Der Browser fragt oben im Fenster, ob er das Gerät verwenden darf. Wählen Sie „Zulassen“.',
    retry: 'Erneut versuchen',
    heard: 'Sie sind zu hören',
    speak: 'Sprechen Sie ein paar Worte; der Balken schlägt dann aus.',
    notMeasured: 'Der Pegel erscheint nach dem ersten Klick auf dieser Seite.',
    level: 'Lautstärke am Mikrofon',
    play: 'Ton abspielen',
    playAgain: 'Noch einmal',
    playing: 'spielt …',
    playedText:
      'Drei Töne wurden abgespielt. Nichts gehört? Lautstärke prüfen oder über „Geräte wechseln“ einen anderen Lautsprecher wählen.',
    playFailed:
      'Auf diesem Gerät lässt sich nichts abspielen. Wählen Sie über „Geräte wechseln“ ein anderes.',
    connection: 'Verbindung',
  },
  reach: {
    testing: 'wird geprüft …',
    good: { word: 'gut', text: 'Server und Video erreichbar', todo: '' },
    slow: {
      word: 'langsam',
      text: 'Antwort erst nach {{ms}} ms',
      todo: 'Ton und Bild können stocken. Schalten Sie die Kamera aus oder gehen Sie näher an das WLAN.',
    },
    noServer: {
      word: 'keine Verbindung',
      text: 'Der Server ist nicht erreichbar',
      todo: 'Prüfen Sie Netzwerk und VPN. Diese Seite versucht es weiter. Bis dahin geht das Telefon.',
    },
    noVideo: {
      word: 'kein Video',
      text: 'Der Videoserver ist nicht erreichbar',
      todo: 'Vielleicht sperrt Ihr Netz die Verbindung. Diese Seite versucht es weiter. Bis dahin geht das Telefon.',
    },
    noWebRtc: {
      word: 'kein Video',
      text: 'Dieser Browser kann keine Videogespräche führen',
      todo: 'Öffnen Sie die Sitzung in Firefox, Chrome, Edge oder Safari. Sonst nehmen Sie am Telefon teil:',
    },
    noMedia: {
      word: 'kein Bild und Ton',
      text: 'Der Videoserver antwortet, aber Bild und Ton kommen nicht durch',
      todo: 'Meist liegt es an einem VPN oder einer Firewall. Diese Seite versucht es weiter. Bis dahin geht das Telefon:',
    },
  },
  failure: {
    refused: {
      word: 'nicht erlaubt',
      camera:
        'Der Browser darf die Kamera nicht verwenden. Klicken Sie in der Adresszeile auf das Symbol vor der Adresse, erlauben Sie die Kamera und versuchen Sie es erneut.',
      microphone:
        'Der Browser darf das Mikrofon nicht verwenden. Klicken Sie in der Adresszeile auf das Symbol vor der Adresse, erlauben Sie das Mikrofon und versuchen Sie es erneut.',
    },
    none: {
      word: 'nicht gefunden',
      camera: 'Es ist keine Kamera angeschlossen. Sie können ohne Bild teilnehmen.',
      microphone:
        'Es ist kein Mikrofon angeschlossen. Schließen Sie ein Headset an oder sprechen Sie über das Telefon.',
    },
    inUse: {
      word: 'anderweitig belegt',
      camera:
        'Ein anderes Programm verwendet die Kamera. Schließen Sie es und versuchen Sie es erneut.',
      microphone:
        'Ein anderes Programm verwendet das Mikrofon. Schließen Sie es und versuchen Sie es erneut.',
    },
    insecure: {
      word: 'nicht möglich',
      camera:
        'Über diese Adresse gibt der Browser keine Kamera frei. Öffnen Sie die Seite mit https:// oder rufen Sie die IT-Hotline an.',
      microphone:
        'Über diese Adresse gibt der Browser kein Mikrofon frei. Öffnen Sie die Seite mit https:// oder rufen Sie die IT-Hotline an.',
    },
    gone: {
      word: 'nicht mehr da',
      camera: 'Die Kamera wurde getrennt. Schließen Sie sie wieder an oder wählen Sie eine andere.',
      microphone:
        'Das Mikrofon wurde getrennt. Schließen Sie es wieder an oder wählen Sie ein anderes.',
    },
    other: {
      word: 'Fehler',
      camera:
        'Die Kamera ließ sich nicht einschalten. Stecken Sie sie neu an oder wählen Sie eine andere.',
      microphone:
        'Das Mikrofon ließ sich nicht einschalten. Stecken Sie es neu an oder wählen Sie ein anderes.',
    },
  },
  refusal: {
    notInvited: {
      title: 'Sie sind zu dieser Sitzung nicht eingeladen.',
      text: 'Wenn Sie teilnehmen sollen, rufen Sie die KGS oder die Leitung an; sie laden Sie mit einem Klick ein.',
    },
    tooEarly: {
      title: 'Der Raum öffnet {{when}}.',
      text: 'Sie können hier schon alles ausprobieren; die Tür geht von selbst auf.',
    },
    meetingClosed: {
      title: 'Die Sitzung wurde {{moment}} geschlossen.',
      text: 'Der virtuelle Raum ist damit beendet. Was beschlossen wurde, steht im Protokoll.',
    },
    meetingCancelled: {
      title: 'Die Sitzung ist abgesagt.',
      text: 'Es gibt keinen virtuellen Raum.',
    },
    noRoom: {
      title: 'Diese Sitzung hat keinen virtuellen Raum.',
      text: 'Sie findet vor Ort und am Telefon statt.',
    },
    unavailable: {
      title: 'Video steht gerade nicht zur Verfügung.',
      text: 'Schalten Sie sich telefonisch zu. Sobald Video wieder da ist, können Sie hier eintreten.',
    },
    preparing: {
      title: 'Video wird gerade vorbereitet.',
      text: 'Das dauert beim ersten Start ein bis zwei Minuten; die Tür geht von selbst auf.',
    },
  },
  help: {
    question: 'Bild oder Ton klappt nicht?',
    dialIn: 'Einwahl {{number}}',
    dialInWithCode: 'Einwahl {{number}}, Kennung {{code}}',
    hotline: 'IT-Hotline {{number}}',
    byPhone: 'Hilfe am Telefon: IT-Hotline {{number}}',
    noNumbers:
      'Für diesen Stab sind weder Einwahl noch Hotline hinterlegt. Rufen Sie die KGS unter der Nummer an, die Sie von ihr haben.',
    enterNumbers: 'Einwahl und Hotline eintragen',
    enterNumbersKgs: 'Eintragen können sie Leitung und IT unter Stab, Einstellungen.',
    hints:
      'Niemand hört Sie? Mikrofon einschalten, unter „Geräte“ ein anderes wählen. Sie hören nichts? Lautstärke und Lautsprecher prüfen. Das Bild stockt? Kamera ausschalten.',
    keys: 'Tasten: M Mikrofon, V Kamera, H Hand.',
  },
  head: {
    running: 'läuft seit {{time}} Uhr',
    justNow: 'gerade eben',
    recorded: 'Anwesenheit wird erfasst, kein Mitschnitt',
  },
  quality: {
    connecting: 'verbindet …',
    good: 'Verbindung gut',
    poor: 'Verbindung schwach',
    lost: 'Verbindung unterbrochen',
  },
  tile: {
    list: 'Virtuell zugeschaltet',
    you: 'Sie',
    muted: 'stumm',
    speaking: 'spricht',
    poor: 'Verbindung schwach',
    lost: 'Verbindung unterbrochen',
    unknown: 'wird zugeordnet …',
    noFunction: 'ohne Funktion',
    layout: 'Anordnung der Bilder',
    large: 'eine groß',
    columns: 'zwei Spalten',
    people_one: '{{count}} Person da',
    people_other: '{{count}} Personen da',
    alone: 'Außer Ihnen ist noch niemand virtuell zugeschaltet.',
  },
  screen: {
    of: 'Bildschirm von {{name}}',
    own: 'Sie teilen Ihren Bildschirm.',
    preview: 'Ihr geteilter Bildschirm',
    share: 'Bildschirm teilen',
    stop: 'Teilen beenden',
    cannot: 'Dieser Browser kann den Bildschirm nicht teilen.',
    full: 'Ganzer Bildschirm',
  },
  announce: {
    came: '{{name}} ist jetzt virtuell zugeschaltet.',
    went: '{{name}} ist nicht mehr virtuell zugeschaltet.',
  },
  hand: {
    title: 'Wortmeldungen',
    none: 'Niemand meldet sich.',
    raise: 'Hand heben',
    lower: 'Hand senken',
    lowerOf: 'Hand senken: {{name}}',
    notOpen: 'Geht, sobald die Sitzung eröffnet ist.',
  },
  tabs: {
    label: 'Teile des Raums',
    picture: 'Bild',
    hands: 'Hände',
    handsOf: 'Hände ({{count}})',
    people: 'Personen',
    agenda: 'TOP',
  },
  side: {
    search: 'Name oder Funktion',
    nobodyFound: 'Niemand heißt so.',
    title: 'Zur Sitzung',
    agenda: 'Tagesordnung',
    running: 'läuft',
    done: 'erledigt',
    minutes: '{{count}} min',
    minutesOf: '{{used}} / {{planned}} min',
    byFunction: 'Nach Funktion · {{count}} anwesend',
    notThereYet: 'noch nicht da',
    decided: 'Zuletzt beschlossen',
    nothingDecided: 'Noch nichts beschlossen.',
  },
  control: {
    title: 'Bedienung',
    microphoneOn: 'Mikrofon an',
    microphoneOff: 'Mikrofon aus',
    cameraOn: 'Kamera an',
    cameraOff: 'Kamera aus',
    devices: 'Geräte',
    help: 'Hilfe',
    more: 'Mehr',
    leave: 'Verlassen',
    key: 'Umschalten mit der Taste {{key}}',
    notConnected: 'Geht, sobald Sie verbunden sind.',
  },
  trouble: {
    lost: 'Die Verbindung zum Raum ist unterbrochen.',
    mending: 'Sie wird gerade von selbst wiederhergestellt.',
    returning:
      'Seit {{time}} getrennt. Die Seite schaltet Sie von selbst wieder zu; Sie müssen nichts tun.',
    stuck: {
      server: {
        what: 'Der Server ist nicht erreichbar.',
        todo: 'Prüfen Sie Netzwerk und VPN. Die Seite versucht es weiter.',
      },
      video: {
        what: 'Der Videoserver ist nicht erreichbar.',
        todo: 'Prüfen Sie Netzwerk und VPN oder rufen Sie die IT-Hotline an. Die Seite versucht es weiter.',
      },
      media: {
        what: 'Bild und Ton kommen nicht durch.',
        todo: 'Der Videoserver antwortet; meist hält ein VPN oder eine Firewall Bild und Ton auf. Wechseln Sie das Netz oder rufen Sie die IT-Hotline an. Die Seite versucht es weiter.',
      },
      browser: {
        what: 'Dieser Browser kann keine Videogespräche führen.',
        todo: 'Öffnen Sie die Sitzung in Firefox, Chrome, Edge oder Safari.',
      },
      unknown: {
        what: 'Die Verbindung kommt nicht zustande.',
        todo: 'Prüfen Sie Netzwerk und VPN oder rufen Sie die IT-Hotline an. Die Seite versucht es weiter.',
      },
    },
    meanwhile: 'So lange hören und sprechen Sie am Telefon mit:',
    retry: 'Jetzt versuchen',
    silent: 'Ihr Browser spielt noch keinen Ton ab.',
    startAudio: 'Ton einschalten',
    screen: 'Der Bildschirm ließ sich nicht teilen.',
    muted: 'Sie waren länger als eine Minute getrennt. Ihr Mikrofon ist deshalb ausgeschaltet.',
    unmute: 'Mikrofon einschalten',
    weak: 'Ihre Verbindung ist schwach.',
    weakText: 'Ohne eigenes Bild wird der Ton besser. Am sichersten ist das Telefon:',
    twice: 'Sie sind mit zwei Geräten zugeschaltet.',
    twiceText:
      'Stehen beide in einem Raum, schalten Sie an einem Mikrofon und Ton aus, sonst gibt es ein Echo.',
  },
  end: {
    left: 'Sie haben den Raum {{moment}} verlassen.',
    leftText: 'Die Sitzung läuft weiter. Sie können jederzeit zurückkommen.',
    refused: 'Sie können sich nicht zuschalten.',
    again: 'Wieder zuschalten',
    toMeeting: 'Zur Sitzung',
    toOverview: 'Zur Übersicht',
  },
} as const
