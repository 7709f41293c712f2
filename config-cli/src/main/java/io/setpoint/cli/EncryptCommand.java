package io.setpoint.cli;

import java.io.Console;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import org.springframework.security.crypto.encrypt.Encryptors;
import org.springframework.security.crypto.encrypt.RsaSecretEncryptor;
import org.springframework.security.crypto.encrypt.TextEncryptor;

/**
 * Encrypts a value as Spring Cloud decrypts it.
 */
@Command(name = "encrypt", description = "encrypts a value from standard input as a {cipher} value; nothing is written")
final class EncryptCommand implements Task {

	private static final String DEFAULT_SALT = "deadbeef";

	@Parameters(arity = "0..1", paramLabel = "FILE", description = "a file with the value (default: standard input)")
	private String file = "-";

	@Option(names = "--key-file", paramLabel = "FILE",
			description = "file with the key, encrypt.key of the applications; else ENCRYPT_KEY")
	private @Nullable String keyFile;

	@Option(names = "--salt", paramLabel = "TEXT", description = "encrypt.salt of the applications; else ENCRYPT_SALT")
	private @Nullable String salt;

	@Override
	public Answer perform(Desk desk) {
		TextEncryptor encryptor = encryptor(desk.outside());
		String cipher;
		try {
			cipher = "{cipher}" + encryptor.encrypt(value(desk.outside()));
		}
		catch (IllegalStateException | IllegalArgumentException ex) {
			throw RefusedException
				.usage("The key or the salt cannot be used: a salt is hexadecimal, a key of RSA is PEM");
		}
		return Answer.done("").with("value", cipher).showing(cipher + "\n");
	}

	private String value(Outside outside) {
		Console console = this.file.equals("-") ? Outside.console() : null;
		if (console != null && outside.screen().terminal()) {
			return new String(console.readPassword("Value (it is not shown): "));
		}
		String text = TextFile.text(TextFile.bytes(this.file, "value", outside), this.file);
		return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
	}

	private TextEncryptor encryptor(Outside outside) {
		String key = (this.keyFile != null) ? TextFile.read(TextFile.path(this.keyFile, outside), "key").strip()
				: outside.variable("ENCRYPT_KEY");
		if (key == null) {
			throw RefusedException
				.usage("There is no key to encrypt with: set ENCRYPT_KEY, or name a file by --key-file");
		}
		try {
			return create(key, salt(outside));
		}
		catch (RuntimeException ex) {
			throw RefusedException
				.usage("The key or the salt cannot be used: a salt is hexadecimal, a key of RSA is PEM");
		}
	}

	/**
	 * Make the encryptor that Spring Cloud makes, whose text encryptor is deprecated.
	 * @param key the key
	 * @param salt the salt
	 * @return the encryptor
	 */
	@SuppressWarnings("deprecation")
	private static TextEncryptor create(String key, String salt) {
		return key.contains("RSA PRIVATE KEY") ? new RsaSecretEncryptor(key.replaceAll("\\n *", ""))
				: Encryptors.text(key, salt);
	}

	private String salt(Outside outside) {
		String named = (this.salt != null) ? this.salt : outside.variable("ENCRYPT_SALT");
		return (named != null) ? named : DEFAULT_SALT;
	}

}
