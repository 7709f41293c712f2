package com.example;

import io.setpoint.test.Etcd;
import io.setpoint.test.EtcdTest;
import org.junit.jupiter.api.Test;

import org.springframework.boot.builder.SpringApplicationBuilder;

import static org.assertj.core.api.Assertions.assertThat;

@EtcdTest(put = Trial.KEY + "=10")
class VaultTrialTests {

	private static final String PASSWORD = "/config/" + Trial.NAME + "/database/password";

	@Test
	void startsTakesChangesAndStopsBesideAnEncryptedValue(Etcd etcd) {
		etcd.put(PASSWORD, VaultTests.encrypted("one"));
		Trial.of(new SpringApplicationBuilder(Vault.class), etcd,
				(context) -> assertThat(context.getEnvironment().getProperty("database.password")).isEqualTo("one"));
	}

}
