import type { texts as de } from '../de/rooms.ts'
import type { Same } from '../i18n.ts'

export const texts: Same<typeof de> = {
  title: 'Lobby',
  lobby: {
    title: 'Ready to join?',
    begins: 'begins {{when}}',
    openSince: 'open since {{time}}',
    pausedSince: 'paused since {{time}}',
    closed: 'closed',
    cancelled: 'cancelled',
    enter: 'Join now',
    entersWithout: 'You can join as it is and switch camera and microphone on later.',
    microphoneOn: 'Turn microphone on',
    microphoneOff: 'Turn microphone off',
    cameraOn: 'Turn camera on',
    cameraOff: 'Turn camera off',
  },
  preview: { label: 'Your own picture' },
  notice: {
    text: 'We record from when to when and by which means you attend. Sound and picture are not recorded.',
    more: 'What is stored',
    stored:
      'Stored are your name, your function, the times at which you are connected, and that you attend by video. This is part of the minutes of the meeting.',
    notStored:
      'Not stored are sound, picture, shared screens and who spoke when. Nobody can start a recording in this room. Everything runs on the authority’s own servers.',
  },
  device: {
    camera: 'Camera',
    microphone: 'Microphone',
    speaker: 'Loudspeaker',
    default: 'default device',
    unnamed: 'Device {{number}}',
    change: 'Change devices',
    hide: 'Close device choice',
    systemSpeaker: 'This browser does not choose the loudspeaker; the system’s setting applies.',
  },
  check: {
    ready: 'ready',
    off: 'turned off',
    asking: 'waiting for permission',
    askingText:
      'The browser asks at the top of the window whether it may use the device. Choose “Allow”.',
    retry: 'Try again',
    heard: 'You can be heard',
    speak: 'Say a few words; the bar will then move.',
    notMeasured: 'The level appears after the first click on this page.',
    level: 'Loudness at the microphone',
    play: 'Play a sound',
    playAgain: 'Once more',
    playing: 'playing …',
    playedText:
      'Three notes were played. Heard nothing? Check the volume, or choose another loudspeaker under “Change devices”.',
    playFailed: 'Nothing can be played on this device. Choose another one under “Change devices”.',
    connection: 'Connection',
  },
  reach: {
    testing: 'being tested …',
    good: { word: 'good', text: 'Server and video can be reached', todo: '' },
    slow: {
      word: 'slow',
      text: 'Answers only after {{ms}} ms',
      todo: 'Sound and picture may break up. Turn the camera off, or move closer to the wireless access point.',
    },
    noServer: {
      word: 'no connection',
      text: 'The server cannot be reached',
      todo: 'Check network and VPN. This page keeps trying. Until then, please use the telephone.',
    },
    noVideo: {
      word: 'no video',
      text: 'The video server cannot be reached',
      todo: 'Your network may block the connection. This page keeps trying. Until then, please use the telephone.',
    },
    noWebRtc: {
      word: 'no video',
      text: 'This browser does not support video calls',
      todo: 'Open the meeting in Firefox, Chrome, Edge or Safari. Otherwise, take part by telephone:',
    },
    noMedia: {
      word: 'no picture or sound',
      text: 'The video server answers, but picture and sound are not getting through',
      todo: 'A VPN or a firewall is usually the cause. This page keeps trying. Until then, please use the telephone:',
    },
  },
  failure: {
    refused: {
      word: 'not allowed',
      camera:
        'The browser may not use the camera. Click the symbol before the address, allow the camera and try again.',
      microphone:
        'The browser may not use the microphone. Click the symbol before the address, allow the microphone and try again.',
    },
    none: {
      word: 'not found',
      camera: 'No camera is connected. You can attend without a picture.',
      microphone: 'No microphone is connected. Plug in a headset, or speak by telephone.',
    },
    inUse: {
      word: 'in use elsewhere',
      camera: 'Another program is using the camera. Close it and try again.',
      microphone: 'Another program is using the microphone. Close it and try again.',
    },
    insecure: {
      word: 'not possible',
      camera:
        'At this address the browser gives no access to the camera. Open the page with https://, or call the IT hotline.',
      microphone:
        'At this address the browser gives no access to the microphone. Open the page with https://, or call the IT hotline.',
    },
    gone: {
      word: 'no longer there',
      camera: 'The camera was disconnected. Plug it in again or choose another one.',
      microphone: 'The microphone was disconnected. Plug it in again or choose another one.',
    },
    other: {
      word: 'error',
      camera: 'The camera could not be turned on. Plug it in again or choose another one.',
      microphone: 'The microphone could not be turned on. Plug it in again or choose another one.',
    },
  },
  refusal: {
    notInvited: {
      title: 'You are not invited to this meeting.',
      text: 'If you should attend, please call the KGS or the lead; they can invite you with one click.',
    },
    tooEarly: {
      title: 'The room opens {{when}}.',
      text: 'You can already try everything here; the door opens automatically.',
    },
    meetingClosed: {
      title: 'The meeting was closed {{moment}}.',
      text: 'The virtual room has ended with it. What was decided is in the minutes.',
    },
    meetingCancelled: { title: 'The meeting is cancelled.', text: 'There is no virtual room.' },
    noRoom: {
      title: 'This meeting has no virtual room.',
      text: 'It takes place on site and by telephone.',
    },
    unavailable: {
      title: 'Video is not available at the moment.',
      text: 'Join by telephone. As soon as video is back, you can enter here.',
    },
    preparing: {
      title: 'Video is being prepared.',
      text: 'At first start this takes a minute or two; the door opens automatically.',
    },
  },
  help: {
    question: 'Problems with picture or sound?',
    dialIn: 'Dial in {{number}}',
    dialInWithCode: 'Dial in {{number}}, code {{code}}',
    hotline: 'IT hotline {{number}}',
    byPhone: 'Help by phone: IT hotline {{number}}',
    noNumbers:
      'Neither dial-in nor hotline is set for this staff. Call the KGS on the number you have from them.',
    enterNumbers: 'Enter dial-in and hotline',
    enterNumbersKgs: 'Lead and IT can enter them under “Staff”, “Settings”.',
    hints:
      'Nobody hears you? Turn the microphone on, or choose another one under “Devices”. You hear nothing? Check volume and loudspeaker. The picture freezes? Turn the camera off.',
    keys: 'Keys: M microphone, V camera, H hand.',
  },
  head: {
    running: 'running since {{time}}',
    justNow: 'just now',
    recorded: 'Attendance is recorded, no recording of sound or picture',
  },
  quality: {
    connecting: 'connecting …',
    good: 'Connection good',
    poor: 'Connection weak',
    lost: 'Connection interrupted',
  },
  tile: {
    list: 'Connected by video',
    you: 'you',
    muted: 'muted',
    speaking: 'speaking',
    poor: 'connection weak',
    lost: 'connection interrupted',
    unknown: 'being identified …',
    noFunction: 'no function',
    layout: 'Arrangement of the pictures',
    large: 'one large',
    columns: 'two columns',
    people_one: '{{count}} person there',
    people_other: '{{count}} people there',
    alone: 'Nobody but you is connected by video yet.',
  },
  screen: {
    of: 'Screen of {{name}}',
    own: 'You are sharing your screen.',
    preview: 'Your shared screen',
    share: 'Share screen',
    stop: 'Stop sharing',
    cannot: 'This browser cannot share the screen.',
    full: 'Full screen',
  },
  announce: {
    came: '{{name}} is now connected by video.',
    went: '{{name}} is no longer connected by video.',
  },
  hand: {
    title: 'Raised hands',
    none: 'Nobody has raised a hand.',
    raise: 'Raise hand',
    lower: 'Lower hand',
    lowerOf: 'Lower hand: {{name}}',
    notOpen: 'Possible once the meeting is open.',
  },
  tabs: {
    label: 'Parts of the room',
    picture: 'Picture',
    hands: 'Hands',
    handsOf: 'Hands ({{count}})',
    people: 'People',
    agenda: 'Agenda',
  },
  side: {
    search: 'Name or function',
    nobodyFound: 'Nobody is called that.',
    title: 'About the meeting',
    agenda: 'Agenda',
    running: 'running',
    done: 'done',
    minutes: '{{count}} min',
    minutesOf: '{{used}} / {{planned}} min',
    byFunction: 'By function · {{count}} present',
    notThereYet: 'not there yet',
    decided: 'Decided last',
    nothingDecided: 'Nothing decided yet.',
  },
  control: {
    title: 'Controls',
    microphoneOn: 'Microphone on',
    microphoneOff: 'Microphone off',
    cameraOn: 'Camera on',
    cameraOff: 'Camera off',
    devices: 'Devices',
    help: 'Help',
    more: 'More',
    leave: 'Leave',
    key: 'Key {{key}} switches',
    notConnected: 'Possible once you are connected.',
  },
  trouble: {
    lost: 'The connection to the room is interrupted.',
    mending: 'It is being restored automatically.',
    returning:
      'Disconnected since {{time}}. The page will reconnect you automatically; there is nothing you need to do.',
    stuck: {
      server: {
        what: 'The server cannot be reached.',
        todo: 'Check your network and VPN. The page keeps trying.',
      },
      video: {
        what: 'The video server cannot be reached.',
        todo: 'Check your network and VPN, or call the IT hotline. The page keeps trying.',
      },
      media: {
        what: 'Picture and sound are not getting through.',
        todo: 'The video server answers; usually a VPN or a firewall blocks picture and sound. Change network, or call the IT hotline. The page keeps trying.',
      },
      browser: {
        what: 'This browser does not support video calls.',
        todo: 'Open the meeting in Firefox, Chrome, Edge or Safari.',
      },
      unknown: {
        what: 'The connection could not be established.',
        todo: 'Check your network and VPN, or call the IT hotline. The page keeps trying.',
      },
    },
    meanwhile: 'In the meantime you can listen and speak by telephone:',
    retry: 'Try now',
    silent: 'Your browser does not play sound yet.',
    startAudio: 'Turn sound on',
    screen: 'The screen could not be shared.',
    muted:
      'You were disconnected for more than a minute. Your microphone has therefore been turned off.',
    unmute: 'Turn microphone on',
    weak: 'Your connection is weak.',
    weakText:
      'The sound will improve without your own picture. The telephone is the most reliable way:',
    twice: 'You are connected with two devices.',
    twiceText:
      'If both are in one room, turn off microphone and sound on one of them, or there will be an echo.',
  },
  end: {
    left: 'You left the room {{moment}}.',
    leftText: 'The meeting is continuing. You can come back at any time.',
    refused: 'You cannot join at the moment.',
    again: 'Join again',
    toMeeting: 'To the meeting',
    toOverview: 'To the overview',
  },
}
