package com.example;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.bind.DefaultValue;

@SpringBootApplication
@ConfigurationPropertiesScan
public class Vault {

	public static void main(String[] args) {
		SpringApplication.run(Vault.class, args);
	}

	@ConfigurationProperties("database")
	public record Database(@DefaultValue("none") String password, @DefaultValue("1") int poolSize) {
	}

	@ConfigurationProperties("mail")
	public static class Mail {

		private String password = "none";

		public String getPassword() {
			return this.password;
		}

		public void setPassword(String password) {
			this.password = password;
		}

	}

}
