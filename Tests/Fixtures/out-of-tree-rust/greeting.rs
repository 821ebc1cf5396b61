//! The plugin of out-of-tree in Rust, without a crate: a node with a check and options of its own, and an endpoint. What
//! it contributes stands in the manifest that `millrace plugin manifest --json` prints. A larger plugin would use a JSON
//! crate: this one looks only for members whose names and places it knows.

use std::ffi::c_void;
use std::os::raw::c_int;
use std::sync::atomic::{AtomicPtr, Ordering};
use std::{mem, ptr, slice, str};

const ABI_VERSION: u32 = 1;
static MANIFEST: &str = include_str!(env!("MANIFEST"));

/// Bytes that belong to someone else.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Bytes {
    data: *const u8,
    length: usize,
}

impl Bytes {
    fn new(text: &str) -> Bytes {
        Bytes { data: text.as_ptr(), length: text.len() }
    }

    /// Valid as long as the call that passed the bytes.
    fn text(&self) -> &str {
        if self.length == 0 {
            return "";
        }
        unsafe { str::from_utf8(slice::from_raw_parts(self.data, self.length)).unwrap_or("") }
    }
}

const RESULT: c_int = 2;
const ERROR: c_int = 3;
const DEBUG: c_int = 1;

type Reply = extern "C" fn(context: *mut c_void, kind: c_int, message: Bytes);

/// What the host does for a plugin. The table lives as long as the process.
#[repr(C)]
pub struct Host {
    abi_version: u32,
    size: u32,
    host: *mut c_void,
    log: extern "C" fn(host: *mut c_void, level: c_int, message: Bytes),
    emit: extern "C" fn(host: *mut c_void, name: Bytes, payload: Bytes),
    fetch: extern "C" fn(host: *mut c_void, request: Bytes, reply: Reply, context: *mut c_void),
    state_get: extern "C" fn(host: *mut c_void, key: Bytes, reply: Reply, context: *mut c_void),
    state_set: extern "C" fn(host: *mut c_void, key: Bytes, value: Bytes, reply: Reply, context: *mut c_void),
}

/// What the plugin does for the host.
#[repr(C)]
pub struct Plugin {
    abi_version: u32,
    size: u32,
    plugin: *mut c_void,
    manifest: extern "C" fn(plugin: *mut c_void) -> Bytes,
    invoke: extern "C" fn(plugin: *mut c_void, call: u64, request: Bytes, reply: Reply, context: *mut c_void),
    cancel: extern "C" fn(plugin: *mut c_void, call: u64),
    shutdown: extern "C" fn(plugin: *mut c_void),
}

// The plugin has no data: the table only points to functions.
unsafe impl Sync for Plugin {}

#[no_mangle]
pub static millrace_plugin_abi_version: u32 = ABI_VERSION;

static HOST: AtomicPtr<Host> = AtomicPtr::new(ptr::null_mut());

static TABLE: Plugin = Plugin {
    abi_version: ABI_VERSION,
    size: mem::size_of::<Plugin>() as u32,
    plugin: ptr::null_mut(),
    manifest,
    invoke,
    cancel,
    shutdown,
};

/// # Safety
/// The host passes a table that lives as long as the process.
#[no_mangle]
pub unsafe extern "C" fn millrace_plugin_start(host: *const Host) -> *const Plugin {
    if (*host).abi_version != ABI_VERSION {
        return ptr::null();
    }
    HOST.store(host as *mut Host, Ordering::Release);
    &TABLE
}

extern "C" fn manifest(_plugin: *mut c_void) -> Bytes {
    Bytes::new(MANIFEST)
}

extern "C" fn cancel(_plugin: *mut c_void, _call: u64) {}

extern "C" fn shutdown(_plugin: *mut c_void) {}

/// Everything is answered before this returns; work that takes longer goes to a thread, and answers from there.
extern "C" fn invoke(_plugin: *mut c_void, _call: u64, request: Bytes, reply: Reply, context: *mut c_void) {
    let (kind, message) = match answer(request.text()) {
        Ok(result) => (RESULT, result),
        Err(error) => (ERROR, error),
    };
    reply(context, kind, Bytes::new(&message));
}

fn answer(request: &str) -> Result<String, String> {
    match member(request, "method").unwrap_or("") {
        "plugin.configure" => {
            log("configured");
            Ok("null".into())
        }
        "plugin.start" => Ok("null".into()),
        "node.validate" if member(request, "name") == Some("Nobody") => {
            Ok(r#"[{"field":"name","message":"Nobody cannot be greeted.","severity":"error"}]"#.into())
        }
        "node.validate" => Ok("[]".into()),
        "node.options" if member(request, "field") == Some("language") => {
            Ok(r#"[{"value":"en","label":"English"},{"value":"cy","label":"Cymraeg"}]"#.into())
        }
        "node.options" => Ok("[]".into()),
        "resource.call" => match member(request, "name") {
            Some("Nobody") => Err(failure("greeting.nobody", "Nobody cannot be greeted.")),
            Some(name) => Ok(format!(r#"{{"status":200,"json":{{"text":"Hello, {name}"}}}}"#)),
            None => Err(failure("greeting.name", "A name is required.")),
        },
        _ => Err(failure("plugin.method", "The plugin knows no such method.")),
    }
}

fn failure(code: &str, message: &str) -> String {
    format!(r#"{{"code":"{code}","message":"{message}","retryable":false}}"#)
}

fn log(message: &str) {
    let host = HOST.load(Ordering::Acquire);
    unsafe { ((*host).log)((*host).host, DEBUG, Bytes::new(message)) }
}

/// The text of the first member of this name that has one, escaped as it is.
fn member<'a>(json: &'a str, name: &str) -> Option<&'a str> {
    let start = format!("\"{name}\":\"");
    let rest = &json[json.find(&start)? + start.len()..];
    let mut is_escaped = false;
    for (position, byte) in rest.bytes().enumerate() {
        match byte {
            b'"' if !is_escaped => return Some(&rest[..position]),
            b'\\' => is_escaped = !is_escaped,
            _ => is_escaped = false,
        }
    }
    None
}
