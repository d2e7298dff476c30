/** JSON as this module writes and reads it. */
package kleiber.analysis.json;
