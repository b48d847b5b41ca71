//! Disks that will not take what is written, and a system that gives no more file handles: one sentence, yesterday's
//! answers stay, and when the cause is gone the next run completes the work. Where no file system can be mounted, most
//! of this cannot be asked.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::interrupted::tidy;
use crate::nightly::answers;
use crate::util::{RIVER, Scene, WIRE, skipped};

/// A small file system in memory, unmounted at the end.
struct Small(PathBuf);

impl Small {
    fn mount(at: PathBuf, options: &str) -> Option<Small> {
        std::fs::create_dir_all(&at).unwrap();
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(&at).output();
        mounted.is_ok_and(|o| o.status.success()).then_some(Small(at))
    }

    fn remount(&self, options: &str) {
        let done = Command::new("mount").args(["-o", &format!("remount,{options}")]).arg(&self.0).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).output();
    }
}

#[test]
fn a_night_that_fills_the_disk() {
    let scene = Scene::new();
    let Some(small) = Small::mount(scene.path("small"), "size=1m") else {
        return skipped("a_night_that_fills_the_disk", "no file system can be mounted");
    };
    scene.file("news/river.md", RIVER).file("news/wire.jsonl", WIRE);
    assert_eq!(scene.run("index news --index small/ix").code(), Some(0));
    let before = answers(&scene.path("small/ix"));
    let mut seed = 1_u32;
    let mut word = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        format!("{:x}", seed >> 8)
    };
    let lines = |n| format!("{{\"id\":\"{n}\",\"text\":\"{}\"}}\n", [(); 12].map(|()| word()).join(" "));
    scene.file("news/much.jsonl", (0..20_000).map(lines).collect::<String>());
    scene.file("news/river.md", RIVER.replace("three", "four"));
    for threads in ["1", "2"] {
        // Which step is the first that finds no room differs from run to run.
        let outcome = scene.run(&format!("index news --index small/ix --threads {threads}"));
        assert_eq!((outcome.code(), outcome.stdout().as_str()), (Some(2), ""), "{outcome}");
        let told = outcome.stderr().replace("small/ix/build-1: ", "small/ix: ");
        assert_eq!(
            told,
            "morgue: small/ix: cannot write the index: No space left on device (os error 28)\n  hint: free some space, or \
             name another place with --index DIR; an index that was there before is still whole\n"
        );
        assert_eq!(answers(&scene.path("small/ix")), before);
        tidy(&scene.path("small/ix"));
    }
    small.remount("size=32m");
    assert_eq!(scene.run("index news --index small/ix").code(), Some(0));
    assert_eq!(scene.run("index news --index fresh").code(), Some(0));
    assert_eq!(answers(&scene.path("small/ix")), answers(&scene.path("fresh")));
    tidy(&scene.path("small/ix"));
}

#[test]
fn an_index_that_can_only_be_read() {
    let scene = Scene::new();
    let Some(small) = Small::mount(scene.path("small"), "size=4m") else {
        return skipped("an_index_that_can_only_be_read", "no file system can be mounted");
    };
    scene.file("news/river.md", RIVER).file("news/wire.jsonl", WIRE);
    assert_eq!(scene.run("index news --index small/ix").code(), Some(0));
    small.remount("ro");
    let right = answers(&scene.path("small/ix"));
    scene.run("search --index small/ix --count bridge").is("2\n= 0");
    scene.file("news/new.md", RIVER);
    for full in ["", " --full"] {
        scene.run(&format!("index news --index small/ix{full}")).is(r#"
! morgue: small/ix: cannot write the index: Read-only file system (os error 30)
!   hint: name a place that can be written with --index DIR
= 2"#);
    }
    assert_eq!(answers(&scene.path("small/ix")), right);
    small.remount("rw");
    assert_eq!(scene.run("index news --index small/ix").code(), Some(0));
    scene.run("search --index small/ix --count bridge").is("3\n= 0");
}

#[test]
fn no_more_file_handles() {
    let scene = Scene::quick();
    scene.file("news/river.md", RIVER).file("news/wire.jsonl", WIRE);
    assert_eq!(scene.run("index news --index ix").code(), Some(0));
    let (before, mut met) = (answers(&scene.path("ix")), Vec::new());
    scene.file("news/new.md", RIVER.replace("three", "four"));
    scene.file("news/river.md", RIVER.replace("three", "five"));
    assert_eq!(scene.run("index news --index fresh").code(), Some(0));
    let after = answers(&scene.path("fresh"));
    crate::interrupted::copy(&scene.path("ix"), &scene.path("before"));
    for handles in 4..28 {
        for arguments in ["index news --index ix --threads 1", "index news --index ix --threads 1 --full"] {
            std::fs::remove_dir_all(scene.path("ix")).unwrap();
            crate::interrupted::copy(&scene.path("before"), &scene.path("ix"));
            let program = env!("CARGO_BIN_EXE_morgue");
            let output = Command::new("sh")
                .args(["-c", &format!("ulimit -n {handles}; exec {program} {arguments}")])
                .current_dir(scene.path(""))
                .stdin(Stdio::null())
                .output()
                .unwrap();
            let stderr = String::from_utf8(output.stderr).unwrap();
            let when = format!("{handles} handles: {arguments}: {:?}\n{stderr}", output.status);
            let now = answers(&scene.path("ix"));
            match output.status.code() {
                Some(0) => assert_eq!(now, after, "{when}"),
                // The loader of the program needs some itself.
                Some(127) => assert_eq!(now, before, "{when}"),
                Some(2) => {
                    assert!(now == before || now == after, "{when}: neither the old index nor the new");
                    let one = stderr.lines().filter(|line| line.starts_with("morgue: ")).count() == 1;
                    assert!(one && stderr.lines().count() <= 2, "{when}");
                    assert!(stderr.contains("Too many open files"), "{when}");
                }
                _ => panic!("{when}"),
            }
            met.push(output.status.code());
            assert_eq!(scene.run("index news --index ix").code(), Some(0), "{when}");
            assert_eq!(answers(&scene.path("ix")), after, "{when}: the next run");
        }
    }
    assert!(met.contains(&Some(2)) && met.contains(&Some(0)), "{met:?}");
}
