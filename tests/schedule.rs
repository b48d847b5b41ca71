//! `morgue schedule`: paths and the exact lines that a crontab or a unit says them in; the whole text of both; and, where
//! systemd is at hand, its own verdict on the units.

use std::path::{Path, PathBuf};
use std::process::Command;

use morgue::schedule::{At, Job, cron, service, timer};

use crate::util::{Scene, skipped};

fn job(program: &str, index: &str, corpora: &[&str]) -> Job {
    Job {
        program: program.into(),
        index: index.into(),
        options: vec![],
        corpora: corpora.iter().map(PathBuf::from).collect(),
        at: At { hour: 2, minute: 30 },
        owner: Some((1000, 100)),
    }
}

/// The lines of a text that begin so.
fn lines<'a>(text: &'a str, key: &str) -> Vec<&'a str> {
    text.lines().filter(|line| line.starts_with(key)).collect()
}

#[test]
fn hours() {
    let at = |hour, minute| Ok(At { hour, minute });
    let table = [("02:30", at(2, 30)), ("2:30", at(2, 30)), ("00:00", at(0, 0)), ("23:59", at(23, 59))];
    for (text, wanted) in table {
        assert_eq!(text.parse(), wanted, "{text}");
    }
    for text in ["", "2", "24:00", "12:60", "12:5", "12:30:00", "-1:30", "12:+5", "noon", "012:30"] {
        assert!(text.parse::<At>().is_err(), "{text}");
    }
}

#[test]
fn a_path_in_a_crontab() {
    let table = [
        ("/srv/news", "/srv/news"),
        ("/srv/my news", "'/srv/my news'"),
        ("/srv/50%", r"'/srv/50\%'"),
        ("/srv/it's", r"'/srv/it'\''s'"),
        ("/srv/\"x\"", "'/srv/\"x\"'"),
        ("/srv/$HOME;`x`&", "'/srv/$HOME;`x`&'"),
        ("/srv/a\\b", r"'/srv/a\b'"),
        ("/srv/#1", "'/srv/#1'"),
        ("/srv/caf\u{e9}", "'/srv/caf\u{e9}'"),
    ];
    for (path, word) in table {
        let line = cron(&job("/bin/morgue", "/i", &[path])).unwrap();
        assert_eq!(line, format!("30 2 * * * /bin/morgue index --index /i --quiet {word}"), "{path}");
    }
    let table = [
        ("/srv/a\nb", "\"/srv/a\\nb\": cannot be written into a crontab: it holds a line break"),
        (
            "/srv/a\\%b",
            "\"/srv/a\\\\%b\": cannot be written into a crontab: crons differ in how they read a backslash before another \
             one or a %",
        ),
    ];
    for (path, error) in table {
        for bad in [job(path, "/i", &["/c"]), job("/p", path, &["/c"]), job("/p", "/i", &["/c", path])] {
            assert_eq!(cron(&bad).unwrap_err().to_string(), error);
        }
    }
    let long = format!("/srv/{}", "x".repeat(1000));
    assert_eq!(
        cron(&job("/p", "/i", &[&long])).unwrap_err().to_string(),
        "the command is 1033 bytes long and cron reads 998; use --systemd, or shorter paths"
    );
}

/// What a shell makes of the command of a line, cron's part (a bare % ends it, \% is one) done before.
#[test]
fn a_shell_reads_the_paths_back() {
    let paths = ["/srv/my news", "/srv/50% & more", "/srv/it's \"x\"", "/srv/$HOME `id` *", "/srv/a\\b", "/srv/\t~"];
    let line = cron(&job("/p", "/i", &paths)).unwrap();
    let words = line.strip_prefix("30 2 * * * /p index --index /i --quiet ").unwrap().replace("\\%", "%");
    let output = Command::new("/bin/sh").arg("-c").arg(format!("printf '%s\\n' {words}")).output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap().lines().collect::<Vec<_>>(), paths);
}

#[test]
fn a_path_in_a_unit() {
    let table = [
        ("/srv/news", "/srv/news", "/srv/news"),
        ("/srv/my news", "\"/srv/my news\"", "\"/srv/my news\""),
        ("/srv/50%", "/srv/50%%", "/srv/50%%"),
        ("/srv/it's", "\"/srv/it's\"", "\"/srv/it's\""),
        ("/srv/\"x\"", r#""/srv/\"x\"""#, r#""/srv/\"x\"""#),
        ("/srv/a\\b", r#""/srv/a\\b""#, r#""/srv/a\\b""#),
        ("/srv/$HOME", "\"/srv/$$HOME\"", "\"/srv/$HOME\""),
        ("/srv/;", "\"/srv/;\"", "\"/srv/;\""),
    ];
    for (path, argument, listed) in table {
        let text = service(&job("/bin/morgue", "/i", &[path])).unwrap();
        assert_eq!(lines(&text, "ExecStart"), [format!("ExecStart=/bin/morgue index --index /i --quiet {argument}")]);
        assert_eq!(lines(&text, "ReadOnlyPaths"), [format!("ReadOnlyPaths=-{listed}")]);
        assert_eq!(lines(&text, "RequiresMountsFor"), [format!("RequiresMountsFor=/i {listed}")]);
        let text = service(&job("/bin/morgue", path, &["/c"])).unwrap();
        assert_eq!(lines(&text, "ExecStart"), [format!("ExecStart=/bin/morgue index --index {argument} --quiet /c")]);
        assert_eq!(lines(&text, "ReadWritePaths"), [format!("ReadWritePaths={listed}")]);
    }
    let text = service(&job("/opt/a $b%/morgue", "/i", &["/c"])).unwrap();
    assert_eq!(lines(&text, "ExecStart"), ["ExecStart=\"/opt/a $b%%/morgue\" index --index /i --quiet /c"]);
    let broken =
        "\"/a\\nb\": cannot be written into a unit of systemd: it holds a line break or another control character";
    for bad in [job("/a\nb", "/i", &["/c"]), job("/p", "/a\nb", &["/c"]), job("/p", "/i", &["/a\nb"])] {
        assert_eq!(service(&bad).unwrap_err().to_string(), broken);
    }
    assert_eq!(timer(&job("/p", "/a\nb", &["/c"])).unwrap_err().to_string(), broken);
    assert_eq!(
        service(&job("/it's", "/i", &["/c"])).unwrap_err().to_string(),
        "\"/it's\": cannot be written into a unit of systemd: a program's path may hold no quote and no backslash"
    );
}

/// What a private /tmp would hide is let in by name.
#[test]
fn paths_in_tmp() {
    let text = service(&job("/tmp/m", "/var/tmp/i", &["/tmp/c", "/tmp/d:e", "/srv/c"])).unwrap();
    let bound: Vec<&str> = text.lines().filter(|l| l.contains("Paths=")).collect();
    assert_eq!(
        bound,
        [
            "ReadOnlyPaths=-/srv/c",
            "BindReadOnlyPaths=\"/tmp/c\"",
            "BindReadOnlyPaths=\"/tmp/d:e\"",
            "BindReadOnlyPaths=\"/tmp/m\"",
            "BindPaths=\"/var/tmp/i\"",
            "ReadWritePaths=/var/tmp/i"
        ]
    );
}

/// Root reads what belongs to others; nobody else is given anything.
#[test]
fn rights_of_the_owner() {
    let owned = |owner| service(&Job { owner, ..job("/p", "/i", &["/c"]) }).unwrap();
    let of = |text: &str| [lines(text, "User="), lines(text, "Group="), lines(text, "Capability")].concat().join(" ");
    assert_eq!(of(&owned(Some((0, 0)))), "User=0 Group=0 CapabilityBoundingSet=CAP_DAC_READ_SEARCH");
    assert_eq!(of(&owned(Some((7, 8)))), "User=7 Group=8 CapabilityBoundingSet=");
    assert_eq!(of(&owned(None)), "CapabilityBoundingSet=");
}

#[test]
fn the_whole_of_both_units() {
    let job = job("/usr/bin/morgue", "/srv/news.morgue", &["/srv/news"]);
    assert_eq!(
        service(&job).unwrap(),
        "\
# How the run ends: 0 done; 3 done, but some files or records were skipped (a success here; `morgue status --skipped`
# names them); 75 another process was writing the index (try again; the next night does); 2 failed.
[Unit]
Description=News index /srv/news.morgue
RequiresMountsFor=/srv/news.morgue /srv/news

[Service]
Type=oneshot
User=1000
Group=100
ExecStart=/usr/bin/morgue index --index /srv/news.morgue --quiet /srv/news
SuccessExitStatus=3
Nice=19
IOSchedulingClass=idle

# It needs no network, no devices and no rights; it reads the corpora and writes the index, nothing else.
NoNewPrivileges=yes
PrivateNetwork=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectSystem=strict
ProtectHome=read-only
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
LockPersonality=yes
MemoryDenyWriteExecute=yes
RestrictAddressFamilies=none
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
CapabilityBoundingSet=
ReadOnlyPaths=-/srv/news
ReadWritePaths=/srv/news.morgue
"
    );
    assert_eq!(
        timer(&job).unwrap(),
        "\
# A night missed because the machine was off is made up for at the next start (Persistent).
[Unit]
Description=News index /srv/news.morgue, every night

[Timer]
OnCalendar=*-*-* 02:30:00
RandomizedDelaySec=15min
Persistent=true

[Install]
WantedBy=timers.target
"
    );
}

/// The paths of this very index and program.
#[test]
fn of_an_index() {
    let scene = Scene::with_news();
    let program = env!("CARGO_BIN_EXE_morgue");
    let line = scene.run("schedule --cron --at 4:05");
    let (index, news) = (scene.path(".morgue"), scene.path("news"));
    let wanted = format!("5 4 * * * {program} index --index {} --quiet {}\n", index.display(), news.display());
    assert_eq!((line.stdout(), line.stderr(), line.code()), (wanted, String::new(), Some(0)));

    let [service, timer] = ["service", "timer"].map(|unit| scene.run(&format!("schedule --systemd={unit}")).stdout());
    assert!(service.contains(&format!("\nExecStart={program} index --index {} ", index.display())), "{service}");
    assert!(timer.contains("\nOnCalendar=*-*-* 02:30:00\n"), "{timer}");
    let both = scene.run("schedule --systemd");
    assert_eq!(both.stdout(), format!("# morgue.service\n{service}\n# morgue.timer\n{timer}"));

    scene.run("schedule").is(r#"
! error: the following required arguments were not provided:
!   <--cron|--systemd[=<UNIT>]>
! 
! Usage: morgue schedule <--cron|--systemd[=<UNIT>]>
! 
! For more information, try '--help'.
= 2"#);
    scene.run("schedule --cron --at 25:00").is(r#"
! error: invalid value '25:00' for '--at <HH:MM>': write an hour and a minute, 00:00 to 23:59
! 
! For more information, try '--help'.
= 2"#);
    scene.run("schedule --cron --index nowhere").is(r#"
! morgue: there is no index at nowhere
!   hint: make one with `morgue index CORPUS`, or name one with --index DIR or MORGUE_INDEX
= 2"#);
    scene.file("line\nbreak/river.md", crate::util::RIVER);
    assert_eq!(scene.run("index 'line\nbreak' --replace").code(), Some(0));
    scene.run("schedule --cron").is(r#"
! morgue: "[DIR]/line\nbreak": cannot be written into a crontab: it holds a line break
!   hint: rename it
= 2"#);
}

/// A night's run makes the index that was made by hand, also with options that only the index remembers.
#[test]
fn options_of_the_index() {
    let scene = Scene::with_news();
    let made = "index news --include '*.md' --exclude 'old 50%' --field headline=ttl --hidden --no-people";
    assert_eq!(scene.run(made).code(), Some(0));
    let (index, news) = (scene.path(".morgue"), scene.path("news"));
    let options = |scene: &Scene| {
        let line = scene.run("schedule --cron").stdout();
        let (_, words) = line.trim_end().split_once(&format!("--index {} --quiet ", index.display())).unwrap();
        words.strip_suffix(news.to_str().unwrap()).unwrap().to_string()
    };
    assert_eq!(options(&scene), r"'--include=*.md' '--exclude=old 50\%' --field=headline=ttl --hidden --no-people ");
    let service = scene.run("schedule --systemd=service").stdout();
    assert!(
        service.contains(" --quiet \"--include=*.md\" \"--exclude=old 50%%\" --field=headline=ttl --hidden "),
        "{service}"
    );
    // What a file says is heard by the run itself.
    scene.file(".morgue/morgue.toml", "include = [\"*\"]\npeople = true\nhidden = false\n");
    assert_eq!(options(&scene), r"'--exclude=old 50\%' --field=headline=ttl ");
}

/// systemd reads both units without a word of complaint, whatever the paths hold.
#[test]
fn systemd_has_nothing_to_say() {
    let Ok(version) = Command::new("systemd-analyze").arg("--version").output() else {
        return skipped("systemd_has_nothing_to_say", "systemd-analyze is not installed");
    };
    assert!(version.status.success());
    let scene = Scene::new();
    let program = scene.path("pro gram $x 50%/morgue");
    std::fs::create_dir_all(program.parent().unwrap()).unwrap();
    // A program of the system's, so that no more than a name of it is made here.
    std::os::unix::fs::symlink("/bin/sh", &program).unwrap();
    let verdict = |name: &str, index: &Path, corpora: Vec<PathBuf>| {
        let job = Job {
            program: program.clone(),
            index: index.to_path_buf(),
            options: vec!["--exclude=50% \"of\" $it".to_string()],
            corpora,
            at: At { hour: 2, minute: 30 },
            owner: Some((0, 0)),
        };
        let units = [format!("{name}.service"), format!("{name}.timer")].map(|unit| scene.path(unit));
        std::fs::write(&units[0], service(&job).unwrap()).unwrap();
        std::fs::write(&units[1], timer(&job).unwrap()).unwrap();
        let output = Command::new("systemd-analyze").arg("verify").args(&units).output().unwrap();
        // Of what else the machine has installed it may have things to say.
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let said: Vec<String> = said.lines().filter(|l| l.contains(name)).map(str::to_string).collect();
        (output.status.success(), said)
    };
    let odd = ["it's \"so\"", "a\\b", "$HOME 50%", "two: three"].map(|name| scene.path(name)).to_vec();
    assert_eq!(verdict("odd-night", &scene.path("in dex"), odd), (true, vec![]));
    assert_eq!(verdict("plain-night", Path::new("/srv/i"), vec!["/srv/news".into()]), (true, vec![]));
    // A path that is not whole is named back as systemd read it: so are all of them read back as they are.
    for name in ["it's \"so\"", "a\\b", "$HOME 50%", "two: three"] {
        let (_, said) = verdict("broken-night", Path::new(name), vec!["/srv/news".into()]);
        let named = said.iter().filter(|line| line.ends_with(&format!("not absolute, ignoring: {name}"))).count();
        assert_eq!(named, 2, "{said:#?}");
    }
}
