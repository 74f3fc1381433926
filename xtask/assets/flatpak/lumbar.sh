#!/bin/sh
# Each `flatpak run` has a runtime folder of its own, apart from one folder that all runs of an app share: there a second one
# finds the socket of the first. What is looked up by name in the runtime folder is named with its folder.
if [ -n "$FLATPAK_ID" ] && [ -n "$XDG_RUNTIME_DIR" ]; then
    case "$WAYLAND_DISPLAY" in
        "" | /*) ;;
        *) export WAYLAND_DISPLAY="$XDG_RUNTIME_DIR/$WAYLAND_DISPLAY" ;;
    esac
    export XDG_RUNTIME_DIR="$XDG_RUNTIME_DIR/app/$FLATPAK_ID"
fi
exec /app/libexec/lumbar "$@"
