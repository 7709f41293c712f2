package com.example;

import java.util.stream.Stream;

import io.setpoint.Live;
import io.setpoint.test.Acceptance;
import io.setpoint.test.Etcd;
import io.setpoint.test.EtcdTest;
import org.jasypt.util.text.AES256TextEncryptor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchException;
import static org.awaitility.Awaitility.await;

@EtcdTest
@SpringBootTest
@ExtendWith(OutputCaptureExtension.class)
class VaultTests {

	private static final String DATABASE = "/config/vault/database/";

	private static final String MAIL = "/config/vault/mail/password";

	@Autowired
	private Live<Vault.Database> database;

	@Autowired
	private Vault.Mail mail;

	@Autowired
	private Environment environment;

	@BeforeAll
	static void prepare(Etcd etcd) {
		etcd.txn((txn) -> txn.put(DATABASE + "password", encrypted("one")).put(MAIL, encrypted("post one")));
	}

	@Test
	void encryptedValueFollowsEtcdWhenItCanBeDecrypted(ApplicationContext context, Etcd etcd,
			CapturedOutput output) {
		Acceptance acceptance = Acceptance.of(etcd, context);
		assertPasswords("one", "post one");
		acceptance.txn((txn) -> txn.put(DATABASE + "password", encrypted("two")).put(MAIL, encrypted("post two")));
		assertPasswords("two", "post two");
		refuse(acceptance, output);
		acceptance.txn((txn) -> txn.put(DATABASE + "password", encrypted("three")).put(MAIL, encrypted("post three")));
		assertPasswords("three", "post three");
		assertThat(this.database.get().poolSize()).isEqualTo(2);
		acceptance.txn((txn) -> txn.put(DATABASE + "password", "plain").put(MAIL, "plain post"));
		assertPasswords("plain", "plain post");
		acceptance.put(DATABASE + "password", encrypted("four"));
		assertPasswords("four", "plain post");
		acceptance.txn((txn) -> txn.delete(DATABASE + "password").delete(MAIL));
		assertThat(this.database.get().password()).isEqualTo("none");
		assertThat(this.environment.getProperty("database.password")).isNull();
		await().untilAsserted(() -> assertThat(this.mail.getPassword()).isEqualTo("none"));
	}

	private void refuse(Acceptance acceptance, CapturedOutput output) {
		String foreign = foreign();
		acceptance.put(DATABASE + "password", foreign);
		assertPasswords("two", "post two");
		acceptance.put(MAIL, foreign);
		assertPasswords("two", "post two");
		assertThat(output).contains("database.password is refused by").contains("mail.password is refused by");
		assertThat(output).doesNotContain(foreign.substring("ENC(".length(), foreign.length() - 1));
		acceptance.put(DATABASE + "pool-size", "2");
		assertThat(this.database.get().poolSize()).isEqualTo(1);
	}

	private void assertPasswords(String database, String mail) {
		assertThat(this.database.get().password()).isEqualTo(database);
		assertThat(this.environment.getProperty("database.password")).isEqualTo(database);
		assertThat(this.environment.getProperty("mail.password")).isEqualTo(mail);
		await().untilAsserted(() -> assertThat(this.mail.getPassword()).isEqualTo(mail));
	}

	static String encrypted(String text) {
		return "ENC(" + encryptor("correct horse").encrypt(text) + ")";
	}

	/**
	 * Encrypt with another password. By chance one in 256 of such texts can be decrypted
	 * all the same, to something else.
	 * @return a text that cannot be
	 */
	private static String foreign() {
		AES256TextEncryptor ours = encryptor("correct horse");
		AES256TextEncryptor others = encryptor("another horse");
		return "ENC(" + Stream.generate(() -> others.encrypt("foreign"))
			.filter((text) -> catchException(() -> ours.decrypt(text)) != null)
			.findFirst()
			.orElseThrow() + ")";
	}

	private static AES256TextEncryptor encryptor(String password) {
		AES256TextEncryptor encryptor = new AES256TextEncryptor();
		encryptor.setPassword(password);
		return encryptor;
	}

}
