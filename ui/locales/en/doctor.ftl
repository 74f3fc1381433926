### What `lumbar doctor` names; behind each stands what was found.

doctor-version = Lumbar
doctor-program = Background program
doctor-socket = Socket
doctor-data = Data folder
doctor-log = Log folder
doctor-lock = Lock of the data
doctor-clock = Clock
doctor-bus = Session bus
doctor-display = Screen
doctor-saved = Everything saved
doctor-notifications = Notifications
doctor-tray = Sign in the panel
doctor-sound = Sound
doctor-speech = A voice of the system
doctor-key = A key for the whole desktop
doctor-key-none = none chosen in Settings
