#!/bin/sh
# Builds, installs and runs the Flatpak where its runtime cannot be had: the runtime is made of a Debian, and its cargo hands
# over programs that were built before. What is shown: the manifest, the sandbox with what it may do, and lumbar.sh.
#
#   flatpak.sh FOLDER SYSTEM PROGRAMS WORK    FOLDER: of `cargo xtask package flatpak`; SYSTEM: a Debian with the libraries
set -eu
folder=$1
system=$2
programs=$3
work=$4
branch=$(sed -n 's/^runtime-version: "\(.*\)"/\1/p' "$folder/app.lumbar.Lumbar.yml")
arch=$(uname -m)
export HOME="$work/home" XDG_RUNTIME_DIR="$work/run" XDG_DATA_HOME="$work/home/.local/share"
mkdir -p "$HOME"
install -d -m 700 "$XDG_RUNTIME_DIR"

# $1: name, $2: branch, $3: more of its metadata. Its files are in $work/NAME/files.
runtime() {
  printf '[Runtime]\nname=%s\nruntime=%s/%s/%s\nsdk=org.gnome.Sdk/%s/%s\n%s' "$1" "$1" "$arch" "$2" "$arch" "$branch" "$3" \
    >"$work/$1/metadata"
  flatpak build-export --disable-sandbox --no-update-summary "$work/repo" "$work/$1" "$2" >/dev/null
}

mkdir -p "$work/org.gnome.Sdk" "$work/org.gnome.Platform"
cp -al "$system/usr" "$work/org.gnome.Sdk/files"
cp -a "$system/etc" "$work/org.gnome.Sdk/files/etc"
mkdir -p "$work/org.gnome.Sdk/files/lib/sdk"
cp -al "$work/org.gnome.Sdk/files" "$work/org.gnome.Platform/files"
runtime org.gnome.Sdk "$branch" "[Extension org.freedesktop.Sdk.Extension]
directory=lib/sdk
subdirectories=true
version=stand-in
no-autodownload=true
"
runtime org.gnome.Platform "$branch" ""
rust=org.freedesktop.Sdk.Extension.rust-stable
mkdir -p "$work/$rust/files/bin"
cp "$programs/lumbar" "$programs/lumbar-window" "$work/$rust/files/"
cat >"$work/$rust/files/bin/cargo" <<'END'
#!/bin/sh
# Stands in for cargo: what it was asked for was built before.
set -eu
echo "cargo $*"
[ "$*" = "build --release --locked --offline -p lumbar -p lumbar-window" ]
[ "$CARGO_NET_OFFLINE" = true ]
grep -q vendored-sources .cargo/config.toml
[ -f vendor/serde/Cargo.toml ]
mkdir -p target/release
cp /usr/lib/sdk/rust-stable/lumbar /usr/lib/sdk/rust-stable/lumbar-window target/release/
END
chmod 755 "$work/$rust/files/bin/cargo"
runtime "$rust" stand-in "[ExtensionOf]
ref=runtime/org.gnome.Sdk/$arch/$branch
"
flatpak build-update-repo "$work/repo" >/dev/null
flatpak --user remote-add --if-not-exists --no-gpg-verify stand-ins "file://$work/repo"
flatpak --user install -y --noninteractive stand-ins org.gnome.Sdk//"$branch" org.gnome.Platform//"$branch" "$rust//stand-in"
cd "$work"
flatpak-builder --user --install --force-clean --disable-rofiles-fuse --disable-updates built "$folder/app.lumbar.Lumbar.yml"
flatpak --user info app.lumbar.Lumbar
