# Finds JDKs on this machine; for scripts to source.

# Prints the newest JDK of a major version from FIRST to LAST, or nothing.
find_jdk() { # FIRST LAST
    local home version newest=0 found=
    for home in "${JAVA_HOME:-}" "${JAVA_HOME_17_X64:-}" "${JAVA_HOME_21_X64:-}" "${JAVA_HOME_25_X64:-}" \
        "$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")" /usr/lib/jvm/* ~/.sdkman/candidates/java/*; do
        [[ -x $home/bin/javac && -f $home/release ]] || continue
        version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release")
        if ((version >= $1 && version <= $2 && version > newest)); then
            newest=$version found=$home
        fi
    done
    echo "$found"
}
