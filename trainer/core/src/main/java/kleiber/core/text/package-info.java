/** Text in files: which files, what they hold, and the documents in them. */
package kleiber.core.text;
